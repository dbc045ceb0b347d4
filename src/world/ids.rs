//! Places of schools, teachers, teams and collaborations in their district, a type each, so that none is taken for
//! another. (ODD 2)

use std::ops::{Index, IndexMut};

use super::{Collaboration, Practice, School, Team};
use crate::strategy::Route;

/// Declares an id and the lists and columns in which it finds its own.
macro_rules! ids {
    ($($(#[$doc:meta])+ $Id:ident in $($Of:ty),+;)+) => { $(
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $Id(pub usize);

        $(
            impl Index<$Id> for Vec<$Of> {
                type Output = $Of;

                #[inline]
                fn index(&self, id: $Id) -> &$Of {
                    &self[id.0]
                }
            }

            impl IndexMut<$Id> for Vec<$Of> {
                #[inline]
                fn index_mut(&mut self, id: $Id) -> &mut $Of {
                    &mut self[id.0]
                }
            }
        )+
    )+ };
}

ids! {
    /// A school of a district.
    SchoolId in School;
    /// A seat: a teacher of a district, whoever sits there.
    TeacherId in SchoolId, Practice, Route, bool, f64, u16, u32;
    /// An improvement team of a district.
    TeamId in Team;
    /// A collaboration of a district.
    CollaborationId in Collaboration;
}
