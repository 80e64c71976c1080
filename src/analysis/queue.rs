//! The tasks of each stage.

use crate::analysis::phase::{Phase, phase_of};
use crate::analysis::plan::{Job, Plan, Task};
use crate::analysis::task::Work;
use crate::discretize::choose_k;
use crate::error::Result;
use crate::input::Input;
use crate::options::{CodeCount, Method};
use crate::units::BITS;

/// Restarts while K is being chosen; the partition that is kept gets all of them.
pub const SELECTION_RESTARTS: usize = 3;

impl Plan {
    pub(super) fn queue_target(&mut self) {
        for input in Input::ALL {
            if self.shapes[input as usize].labels {
                self.push(phase_of(input), Job::Labels(input), Work::Labels(input));
            }
        }
        if self.strata.is_some() {
            self.push(Phase::Strata, Job::Strata, Work::Strata);
        }
        if self.shapes[Input::Y as usize].labels {
            return;
        }
        if self.options.y_quantiles {
            self.push(Phase::CodesY, Job::Labels(Input::Y), Work::Quantiles { bins: self.ky });
        } else {
            self.push_restarts(Input::Y, self.ky, 0, 0..self.options.n_init, Phase::CodesY);
        }
    }

    pub(super) fn queue_grid(&mut self) -> Result<()> {
        let restarts = SELECTION_RESTARTS.min(self.options.n_init);
        for k in self.grid()? {
            for input in self.clustered() {
                self.push_restarts(input, k, 0, 0..restarts, Phase::ChooseK);
            }
        }
        Ok(())
    }

    pub(super) fn queue_held_out(&mut self) -> Result<()> {
        for k in self.grid()? {
            let codes =
                [self.codes(Input::X1, k, 0)?, self.codes(Input::X2, k, 0)?, self.codes(Input::Y, k, 0)?];
            let work = Work::HeldOut { codes: codes.map(Clone::clone), seed: self.options.seed };
            self.push(Phase::ChooseK, Job::HeldOut { k }, work);
        }
        Ok(())
    }

    pub(super) fn queue_headline(&mut self) {
        self.k = match self.options.k {
            CodeCount::Fixed(k) => k,
            CodeCount::Auto(_) => {
                // Tasks may have ended in any order.
                self.held_out.sort_by_key(|&(k, _)| k);
                choose_k::choose(&self.held_out).unwrap_or(2)
            }
        };
        for input in self.clustered() {
            let begun = if self.chooses_k() { SELECTION_RESTARTS.min(self.options.n_init) } else { 0 };
            self.push_restarts(input, self.k, 0, begun..self.options.n_init, phase_of(input));
        }
        // Partitions of the other K are not needed any more.
        let k = self.k;
        self.partitions.retain(|&(input, size, _), _| input == Input::Y || size == k);
    }

    pub(super) fn queue_inference(&mut self) -> Result<()> {
        if !self.counts.contains_key(&0) {
            let counts = self.count(0)?;
            self.counts.insert(0, counts);
        }
        let (counts, tolerance) = (self.counts[&0].clone(), self.options.tolerance_bits / BITS);
        self.push(Phase::Solve, Job::Solve { stratum: None }, Work::Solve { counts, tolerance });
        if self.options.method == Method::Plugin {
            for (stratum, counts) in self.count_within(0)? {
                let job = Job::Solve { stratum: Some(stratum) };
                self.push(Phase::Strata, job, Work::Solve { counts, tolerance });
            }
            return Ok(());
        }
        self.push_inference(0, Phase::Intervals)?;
        for seed in 1..self.seeds() {
            for input in self.clustered() {
                self.push_restarts(input, self.k, seed, 0..self.options.n_init, phase_of(input));
            }
        }
        Ok(())
    }

    pub(super) fn queue_consensus(&mut self) -> Result<()> {
        for seed in 1..self.seeds() {
            let counts = self.count(seed)?;
            self.counts.insert(seed, counts);
            self.push_inference(seed, Phase::Claims)?;
        }
        Ok(())
    }

    /// Inference of a K-means seed, over all samples and within each stratum.
    fn push_inference(&mut self, seed: usize, phase: Phase) -> Result<()> {
        let (own, tolerance) = (self.options.seed, self.options.tolerance_bits / BITS);
        let infer = |counts| Work::Infer { counts, seed: own, tolerance };
        self.push(phase, Job::Infer { seed, stratum: None }, infer(self.counts[&seed].clone()));
        for (stratum, counts) in self.count_within(seed)? {
            self.push(Phase::Strata, Job::Infer { seed, stratum: Some(stratum) }, infer(counts));
        }
        Ok(())
    }

    pub(super) fn push_restarts(
        &mut self,
        input: Input,
        k: usize,
        seed: usize,
        numbers: std::ops::Range<usize>,
        phase: Phase,
    ) {
        for number in numbers {
            let work = Work::Restart {
                input,
                k,
                seed: self.options.seed,
                // Restarts of all seeds are one sequence, so that no two share a stream.
                restart: (seed * self.options.n_init + number) as u64,
                max_iterations: self.options.max_iterations,
            };
            self.push(phase, Job::Restart { input, k, seed, number }, work);
        }
    }

    pub(super) fn push(&mut self, phase: Phase, job: Job, work: Work) {
        let id = self.next_id;
        self.next_id += 1;
        self.totals.entry(phase).or_default()[1] += 1;
        self.running.insert(id, (phase, job));
        self.queue.push(Task { id, phase, work });
    }
}
