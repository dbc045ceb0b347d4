//! The list of jobs: which future stands where. The one place that knows its order.

/// Unit after unit. A unit is one replication in one district (district after district, in each replication after
/// replication), or one replication of a cohort. Its jobs are the scenarios, one after the other, each with all districts of a
/// cohort. So what scenarios share is together, and the outcomes of a unit are complete pairs.
#[derive(Debug, Clone, Copy)]
pub struct JobList {
    /// Scenarios.
    pub scenarios: usize,
    /// Districts.
    pub districts: usize,
    /// Replications.
    pub replications: u32,
    /// The districts are run together.
    pub cohort: bool,
}

impl JobList {
    /// Jobs.
    pub fn len(&self) -> usize {
        self.scenarios * self.districts * self.replications as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Jobs of a unit.
    pub fn unit(&self) -> usize {
        self.scenarios * if self.cohort { self.districts } else { 1 }
    }

    /// Units.
    pub fn units(&self) -> usize {
        self.len() / self.unit().max(1)
    }

    /// The place of a job in the list.
    pub fn index(&self, scenario: usize, district: usize, replication: u32) -> usize {
        let replication = replication as usize;
        match self.cohort {
            true => (replication * self.scenarios + scenario) * self.districts + district,
            false => (district * self.replications as usize + replication) * self.scenarios + scenario,
        }
    }

    /// The scenario, district and replication of the job at a place; the inverse of [`JobList::index`].
    pub fn at(&self, index: usize) -> (usize, usize, u32) {
        let unit = index / self.unit().max(1);
        let n = self.replications.max(1) as usize;
        match self.cohort {
            true => (index / self.districts % self.scenarios, index % self.districts, unit as u32),
            false => (index % self.scenarios, unit / n, (unit % n) as u32),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_has_a_place_and_the_scenarios_of_a_replication_stand_together() {
        for cohort in [false, true] {
            let list = JobList { scenarios: 3, districts: 2, replications: 5, cohort };
            for index in 0..list.len() {
                let (scenario, district, replication) = list.at(index);
                assert_eq!(list.index(scenario, district, replication), index);
            }
            let unit: Vec<_> = (0..list.unit()).map(|k| list.at(list.unit() + k)).collect();
            assert!(unit.iter().all(|&(_, _, replication)| replication == 1), "{unit:?}");
            assert_eq!(list.units() * list.unit(), list.len());
        }
    }
}
