// The ravine of the chapter: (curvatures[0] w₁² + curvatures[1] w₂²) / 2, its floor turned by an angle.

export const CURVATURES = [1, 100];
export const START = [10, 1];

/** w seen from axes turned by angle; -angle turns w itself. */
export const turned = ([a, b], angle) => [a * Math.cos(angle) + b * Math.sin(angle), b * Math.cos(angle) - a * Math.sin(angle)];

export function ravine_loss(w, curvatures = CURVATURES, angle = 0) {
  const [a, b] = turned(w, angle);
  return 0.5 * (curvatures[0] * (a * a) + curvatures[1] * (b * b));
}

export function ravine_gradient(w, curvatures = CURVATURES, angle = 0) {
  if (angle === 0) return [curvatures[0] * w[0], curvatures[1] * w[1]];
  const [a, b] = turned(w, angle);
  return turned([curvatures[0] * a, curvatures[1] * b], -angle);
}

/** Points of the closed line on which the loss has this height. */
export const contour = (height, curvatures = CURVATURES, angle = 0) => Array.from({ length: 73 }, (_, i) =>
  turned(curvatures.map((curvature, j) => Math.sqrt((2 * height) / curvature) * (j ? Math.sin : Math.cos)((i * Math.PI) / 36)), -angle));

/** Every position of the walk with momentum, the start included; momentum 0 is gradient descent. */
export function heavy_ball(gradient, start, learning_rate, momentum, steps) {
  const path = [start];
  let u = start.map(() => 0);
  for (let t = 0; t < steps; t++) {
    const g = gradient(path[t]);
    u = u.map((v, i) => momentum * v + g[i]);
    path.push(path[t].map((w, i) => w - learning_rate * u[i]));
  }
  return path;
}
