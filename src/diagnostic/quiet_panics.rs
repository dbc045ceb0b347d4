//! Work of a library that panics on damaged bytes, which then are a fault like any other: without a word of the panic itself.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What the work comes to; nothing where it panics, of which nothing is printed.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    // What is printed of a panic is the matter of the whole process: the hook that was there keeps all other panics.
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                usual(panic);
            }
        }));
    });
    let was_quiet = IS_QUIET.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    IS_QUIET.set(was_quiet);
    done
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_panic_is_nothing_and_what_ends_well_is_its_result() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(caught(|| -> u8 { panic!("caught(|| …) printed this") }), None);
        assert_eq!(caught(|| caught(|| -> u8 { panic!("inside") }).is_none()), Some(true));
    }
}
