//! Advice ties: who asks whom. (ODD 2)

/// In the place of a colleague, where a teacher has fewer ties than others; beyond every column.
const NOBODY: u32 = u32::MAX;

/// Directed advice ties between teachers of a district, stored by who asks: everyone's first tie, everyone's second, …
///
/// So a loop over everyone goes through slots of ties, each a column. Nothing in it hangs on how many ties a teacher has.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    slots: Vec<Slot>,
    weight: Vec<f64>,
}

/// One tie of everyone.
#[derive(Debug, Clone)]
struct Slot {
    to: Vec<u32>,
    strength: Vec<f64>,
}

impl Ties {
    /// From a list of (colleague, strength) for each teacher.
    pub fn from_lists(lists: &[Vec<(u32, f64)>]) -> Ties {
        let most = lists.iter().map(Vec::len).max().unwrap_or(0);
        let slot = |place: usize| {
            let ties = || lists.iter().map(move |list| list.get(place).copied().unwrap_or((NOBODY, 0.0)));
            Slot {
                to: ties().map(|(colleague, _)| colleague).collect(),
                strength: ties().map(|(_, strength)| strength).collect(),
            }
        };
        let weight = |list: &Vec<(u32, f64)>| list.iter().fold(0.0, |sum, (_, strength)| sum + strength);
        Ties { slots: (0..most).map(slot).collect(), weight: lists.iter().map(weight).collect() }
    }

    /// The colleagues this teacher asks, with the strength of each tie (0 to 1).
    #[inline]
    pub fn of(&self, teacher: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let tie = move |slot: &Slot| (slot.to[teacher], slot.strength[teacher]);
        self.slots
            .iter()
            .map(tie)
            .take_while(|(to, _)| *to != NOBODY)
            .map(|(to, strength)| (to as usize, strength))
    }

    /// Slot after slot, the colleague whom each teacher asks and the strength of the tie. Whoever has no tie left asks somebody
    /// beyond every column, at a strength of 0.
    #[inline]
    pub fn slots(&self) -> impl Iterator<Item = (&[u32], &[f64])> + '_ {
        self.slots.iter().map(|slot| (slot.to.as_slice(), slot.strength.as_slice()))
    }

    /// The strength of all ties of this teacher together.
    #[inline]
    pub fn weight(&self, teacher: usize) -> f64 {
        self.weight[teacher]
    }

    /// Number of ties.
    pub fn len(&self) -> usize {
        self.slots.iter().flat_map(|slot| &slot.to).filter(|to| **to != NOBODY).count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}
