//! What a screen derives, derived anew only where what it rests on has changed: a frame is drawn many times.

use std::rc::Rc;

/// Something derived, beside what it was derived from: the revision of the register, the day, what is typed.
pub struct Derived<K, V>(Option<(K, Rc<V>)>);

impl<K, V> Default for Derived<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V> Derived<K, V> {
    /// What is derived from `key`.
    pub fn of(&mut self, key: K, derive: impl FnOnce(&K) -> V) -> Rc<V> {
        if let Some((from, derived)) = &self.0
            && *from == key
        {
            return derived.clone();
        }
        let derived = Rc::new(derive(&key));
        self.0 = Some((key, derived.clone()));
        derived
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_derived_is_derived_once_for_each_state_that_it_rests_on() {
        let (mut derived, mut times) = (Derived::default(), 0);
        for (revision, expected) in [(1, 10), (1, 10), (2, 20), (1, 10)] {
            let told = derived.of(revision, |revision| {
                times += 1;
                revision * 10
            });
            assert_eq!(*told, expected);
        }
        assert_eq!(times, 3);
    }
}
