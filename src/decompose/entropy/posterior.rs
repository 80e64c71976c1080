//! Posterior means over one positive parameter, by quadrature.
//!
//! `integral value(t) e^density(t) dt / integral e^density(t) dt` over t, the logarithm of the
//! parameter: the trapezoid rule between the points where the density has fallen by e^-25 from its
//! peak, or the ends of the range. The integrand is smooth, and vanishes at both ends or is flat
//! there, so that few points are enough.

/// Points of the search for the peak.
const SEARCH: usize = 40;
/// Steps of golden section around the best of them.
const GOLDEN_STEPS: usize = 18;
/// Steps of bisection for the ends.
const BISECTION_STEPS: usize = 12;
/// Points of the trapezoid rule.
const POINTS: usize = 64;
/// Fall of the log density at the ends.
const FALL: f64 = 25.0;

/// Mean of `value` under the unnormalised log `density` on `range`.
pub fn mean(range: (f64, f64), density: impl Fn(f64) -> f64, mut value: impl FnMut(f64) -> f64) -> f64 {
    let peak = peak(range, &density);
    let top = density(peak);
    let low = fall(&density, top, peak, range.0);
    let high = fall(&density, top, peak, range.1);
    let (mut total, mut weight) = (0.0, 0.0);
    for i in 0..=POINTS {
        let t = low + (high - low) * i as f64 / POINTS as f64;
        let half = if i == 0 || i == POINTS { 0.5 } else { 1.0 };
        let w = half * libm::exp(density(t) - top);
        total += w * value(t);
        weight += w;
    }
    total / weight
}

/// Abscissa of the largest value: grid, then golden section around the best grid point.
fn peak(range: (f64, f64), density: &impl Fn(f64) -> f64) -> f64 {
    let step = (range.1 - range.0) / SEARCH as f64;
    let grid = |i: usize| range.0 + step * i as f64;
    let best = (0..=SEARCH)
        .map(|i| (i, density(grid(i))))
        .fold((0, f64::NEG_INFINITY), |best, here| if here.1 > best.1 { here } else { best })
        .0;
    let (mut low, mut high) = ((grid(best) - step).max(range.0), (grid(best) + step).min(range.1));
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    for _ in 0..GOLDEN_STEPS {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if density(a) < density(b) { low = a } else { high = b }
    }
    f64::midpoint(low, high)
}

/// Where the density has fallen by [`FALL`] on the way from the peak to `end`.
fn fall(density: &impl Fn(f64) -> f64, top: f64, peak: f64, end: f64) -> f64 {
    if density(end) > top - FALL {
        return end;
    }
    let (mut inside, mut outside) = (peak, end);
    for _ in 0..BISECTION_STEPS {
        let middle = f64::midpoint(inside, outside);
        if density(middle) > top - FALL { inside = middle } else { outside = middle }
    }
    outside
}
