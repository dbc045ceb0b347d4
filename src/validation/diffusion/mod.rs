//! Taking up along real ties: the take-up submodel alone against published diffusions.
//!
//! [`modern_math()`] asks whether the pull of colleagues, fitted to the first years of a diffusion among school
//! superintendents, foretells the later ones; [`medical_innovation()`] whether exposure explains anything once
//! influence from outside may change with time.

pub(crate) mod bass;
pub(crate) mod exposure;
mod forecast;
mod medical_innovation;
mod modern_math;
mod score;
pub(crate) mod simplex;

pub use forecast::Forecast;
pub use medical_innovation::{MedicalInnovation, medical_innovation};
pub use modern_math::{ModernMath, modern_math};
pub use score::ScoreTest;
