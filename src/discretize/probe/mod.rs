//! A linear probe: how much of y can be read from a modality at least, whatever its codes keep.
//!
//! In: features of the samples and codes of y. Out: for every sample p(y|x) from a model that saw neither it
//! nor its fold, and with these
//!
//! ```text
//! I(X;Y) >= H(Y) - E[-log p(y|x)],   estimated by   mean of log p(y|x) - log p(y)
//! ```
//!
//! The bound holds for any p(y|x) that does not depend on the sample's own y (Gibbs' inequality; Barber and
//! Agakov, NIPS 2003), up to the standard error of the mean. p(y|x) is a multinomial logistic regression with
//! a ridge ([`logistic`]). Five folds, each with as many of every symbol as can be. For a fold the ridge and
//! the confidence ([`calibration`]) are chosen on the next one by models that saw neither; then a model
//! of all but the fold itself speaks of it. The ridge begins strong and is weakened while that helps.
//!
//! Nats. The same bits on every target.

mod calibration;
mod features;
mod logistic;
mod voice;

use serde::{Deserialize, Serialize};

use crate::data::codes::Codes;
use crate::data::matrix::Matrix;
use crate::discretize::Prepared;
use crate::discretize::kmeans::{Progress, go_on};
use crate::discretize::prepare;
use crate::discretize::samples::every_row;
use crate::error::Result;
use crate::options::Preparation;
use crate::rng::{Purpose, Rng};

pub use features::{Products, ROWS, View, both, rows};
use logistic::{Data, Metric, Model, Training};
use voice::Voice;

/// Folds.
const FOLDS: usize = 5;
/// Ridges tried: 1 / (C |T|) for these C, on features of mean squared length one.
const STRENGTHS: [f64; 6] = [1.0, 4.0, 16.0, 64.0, 256.0, 1024.0];
/// Loss on held-out samples by which a weaker ridge must be better to go on, nats.
const WORTHWHILE: f64 = 1e-3;

/// Least p(y|x) told apart from none by label-aware codes.
const FLOOR: f32 = 1e-3;

/// What a probe reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Lower bound of I(X;Y), nats; below zero where nothing is read.
    pub bound: f64,
    /// Its standard error.
    pub se: f64,
    /// Held-out p(y|x) of every sample, n x Ky.
    pub posteriors: Matrix,
    /// The model of each fold.
    voices: Vec<Voice>,
}

/// Reads `y` from features of the same samples.
///
/// # Errors
///
/// [`Error::Interrupted`](crate::error::Error::Interrupted) when `progress` asks to stop,
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn probe(features: &Matrix, y: &Codes, seed: u64, progress: Progress) -> Result<Probe> {
    let mut count = Count { fits: 0, parts: 0, progress };
    let mut reader = Reader {
        data: Data::new(features, &y.codes, y.size, &mut || count.pulse())?,
        folds: folds(y, seed),
        metrics: [const { None }; STRENGTHS.len()],
    };
    let mut posteriors = Matrix::zeros(features.rows(), y.size)?;
    let mut voices = Vec::with_capacity(FOLDS);
    for fold in 0..FOLDS {
        count.reached(fold * FITS);
        let voice = reader.train(fold, &mut count)?;
        let own: Vec<u32> =
            (0..features.rows() as u32).filter(|&i| reader.folds[i as usize] == fold).collect();
        voice.add(features, &own, 1.0, &mut posteriors);
        voices.push(voice);
    }
    let (bound, se) = gain(&posteriors, y);
    Ok(Probe { bound, se, posteriors, voices })
}

/// Fits of a fold at most: one of each strength, one that speaks.
const FITS: usize = STRENGTHS.len() + 1;
/// Parts of a fit that are told.
const PARTS: u64 = 100;

/// How far a probe is. How many steps a fit takes nobody knows beforehand: each is taken for a tenth of what
/// is left of it.
struct Count<'a> {
    fits: u64,
    /// Of the fit in hand.
    parts: u64,
    progress: Progress<'a>,
}

impl Count<'_> {
    /// So many fits are done, or not needed.
    fn reached(&mut self, fits: usize) {
        if fits as u64 > self.fits {
            (self.fits, self.parts) = (fits as u64, 0);
        }
    }

    /// One step more.
    fn pulse(&mut self) -> Result<()> {
        self.parts += (PARTS - self.parts) / 10;
        go_on((self.progress)(PARTS * self.fits + self.parts, PARTS * (FOLDS * FITS) as u64))
    }
}

impl Probe {
    /// p(y|x) of samples that no fold had: the mean over the models of all folds.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn of_others(&self, features: &Matrix) -> Result<Matrix> {
        let ky = self.posteriors.features();
        let mut posteriors = Matrix::zeros(features.rows(), ky)?;
        for voice in &self.voices {
            voice.add(features, &every_row(features), 1.0 / self.voices.len() as f64, &mut posteriors);
        }
        Ok(posteriors)
    }
}

/// Samples as log p(y|x), floored: K-means on them gives label-aware codes. p(y|x1) is sufficient for y, and
/// redundancy and unique information depend on the two pair tables only, so that such codes can keep what
/// K-means on positions, which follows variance, loses. The posteriors must be held-out ones.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn as_samples(posteriors: &Matrix) -> Result<Prepared> {
    let logs = posteriors.values().iter().map(|&p| libm::log(f64::from(p + FLOOR)) as f32).collect();
    let samples = Matrix::from_vec(posteriors.rows(), posteriors.features(), logs)?;
    let plain = Preparation { l2: false, centre: false, pca: None, whiten: false };
    Ok(Prepared::Numbers(Box::new(prepare::prepare(samples, &plain)?)))
}

/// Fold of each sample: of every symbol as many in each as can be, otherwise at random.
fn folds(y: &Codes, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..y.codes.len()).collect();
    Rng::new(seed, Purpose::Probe, 1, 0).shuffle(&mut order);
    order.sort_by_key(|&i| y.codes[i]);
    let mut folds = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, &i)| folds[i] = place % FOLDS);
    folds
}

/// What the folds have in common.
struct Reader<'a> {
    data: Data<'a>,
    folds: Vec<usize>,
    /// Of each strength, once it was tried.
    metrics: [Option<Metric>; STRENGTHS.len()],
}

/// A ridge that was tried.
struct Tried {
    strength: usize,
    /// What its scores are worth on the fold beside.
    beta: f64,
    loss: f64,
    model: Model,
}

impl Reader<'_> {
    /// The model that may speak of a fold.
    fn train(&mut self, fold: usize, count: &mut Count) -> Result<Voice> {
        let log_prior = log_prior(&self.data, |i| self.folds[i] != fold);
        let Tried { strength, beta, mut model, .. } = self.choose(fold, &log_prior, count)?;
        count.reached(fold * FITS + STRENGTHS.len());
        let Self { data, folds, metrics } = self;
        let n = folds.iter().filter(|&&f| f != fold).count() as f64;
        let mut training = Training::new(data, |i| folds[i] != fold)?;
        let ridge = 1.0 / (STRENGTHS[strength] * n);
        training.minimise(&mut model, ridge, metric(data, metrics, strength), &mut || count.pulse())?;
        Voice::new(&model, log_prior, beta, n)
    }

    /// The ridge and the confidence for a fold, found on the fold beside it.
    fn choose(&mut self, fold: usize, log_prior: &[f64], count: &mut Count) -> Result<Tried> {
        let Self { data, folds, metrics } = self;
        let beside = (fold + 1) % FOLDS;
        let takes = |i: usize| folds[i] != fold && folds[i] != beside;
        let n = (0..folds.len()).filter(|&i| takes(i)).count() as f64;
        let mut training = Training::new(data, takes)?;
        let mut model = Model::prior(data, log_prior)?;
        let mut best = Tried { strength: 0, beta: 0.0, loss: f64::INFINITY, model: model.clone() };
        for (strength, inverse) in STRENGTHS.iter().enumerate() {
            let ridge = 1.0 / (inverse * n);
            count.reached(fold * FITS + strength);
            training.minimise(&mut model, ridge, metric(data, metrics, strength), &mut || count.pulse())?;
            let scored = model.scores.chunks_exact(data.ky).zip(data.y.iter().copied()).zip(&*folds);
            let held = scored.filter(|&(_, &f)| f == beside).map(|(sample, _)| sample);
            let (beta, loss) = calibration::confidence(&held, log_prior);
            if loss > best.loss - WORTHWHILE {
                break;
            }
            best = Tried { strength, beta, loss, model: model.clone() };
        }
        Ok(best)
    }
}

fn metric<'a>(data: &Data, metrics: &'a mut [Option<Metric>], strength: usize) -> &'a Metric {
    metrics[strength]
        .get_or_insert_with(|| Metric::new(data, 1.0 / (STRENGTHS[strength] * data.y.len() as f64)))
}

/// log p(y) of the samples for which `takes` holds, with half a sample more of every symbol.
fn log_prior(data: &Data, takes: impl Fn(usize) -> bool) -> Vec<f64> {
    let mut counts = vec![0.5; data.ky];
    for (_, &y) in data.y.iter().enumerate().filter(|&(i, _)| takes(i)) {
        counts[y as usize] += 1.0;
    }
    let total: f64 = counts.iter().sum();
    counts.iter().map(|count| libm::log(count / total)).collect()
}

/// Mean of log p(y|x) - log p(y) and its standard error.
fn gain(posteriors: &Matrix, y: &Codes) -> (f64, f64) {
    let n = y.codes.len() as f64;
    let mut counts = vec![0.0; y.size];
    y.codes.iter().for_each(|&y| counts[y as usize] += 1.0);
    let gains: Vec<f64> = (y.codes.iter().enumerate())
        .map(|(i, &y)| {
            let p = f64::from(posteriors.row(i)[y as usize]);
            libm::log(p.max(f64::MIN_POSITIVE)) - libm::log(counts[y as usize] / n)
        })
        .collect();
    let mean = gains.iter().sum::<f64>() / n;
    let variance = gains.iter().map(|gain| (gain - mean) * (gain - mean)).sum::<f64>() / n;
    (mean, (variance / n).sqrt())
}
