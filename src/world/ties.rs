//! Advice ties: who asks whom. (ODD 2)

/// Directed advice ties between teachers of a district, stored by who asks.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    starts: Vec<u32>,
    to: Vec<u32>,
    strength: Vec<f64>,
    weight: Vec<f64>,
}

impl Ties {
    /// From a list of (colleague, strength) for each teacher.
    pub fn from_lists(lists: &[Vec<(u32, f64)>]) -> Ties {
        let mut ties = Ties { starts: vec![0], ..Ties::default() };
        for list in lists {
            for &(colleague, strength) in list {
                ties.to.push(colleague);
                ties.strength.push(strength);
            }
            ties.starts.push(ties.to.len() as u32);
            ties.weight.push(list.iter().fold(0.0, |sum, (_, strength)| sum + strength));
        }
        ties
    }

    /// The colleagues this teacher asks, with the strength of each tie (0 to 1).
    #[inline]
    pub fn of(&self, teacher: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.starts[teacher] as usize..self.starts[teacher + 1] as usize;
        self.to[range.clone()]
            .iter()
            .zip(&self.strength[range])
            .map(|(&to, &strength)| (to as usize, strength))
    }

    /// The strength of all ties of this teacher together.
    #[inline]
    pub fn weight(&self, teacher: usize) -> f64 {
        self.weight[teacher]
    }

    /// Number of ties.
    pub fn len(&self) -> usize {
        self.to.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty()
    }
}
