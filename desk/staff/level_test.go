package staff

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// Whoever asks gets a reading that began afterwards, and the many who ask meanwhile share one.
func TestLevel_isNeverOlderThanTheQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l level[int64]
		var journal, readings atomic.Int64
		first := make(chan struct{})
		read := func() (int64, error) {
			saw := journal.Load()
			if readings.Add(1) == 1 {
				<-first // the others ask while this one, which saw nothing, goes on
			}
			return saw, nil
		}
		var wg sync.WaitGroup
		ask := func(want int64) {
			wg.Go(func() {
				if got, err := l.get(t.Context(), read); err != nil || got < want {
					t.Errorf("%d %v; %d was written before it was asked for", got, err, want)
				}
			})
		}
		ask(0)
		synctest.Wait()
		for n := int64(1); n <= 100; n++ {
			journal.Store(n)
			ask(n)
			synctest.Wait() // each has asked before more is written
		}
		close(first)
		wg.Wait()
		if n := readings.Load(); n != 2 {
			t.Errorf("%d readings for 101 questions, want that under way and one more", n)
		}
	})
}

// A reading that fails or panics is an answer to those who waited for it, and not to others;
// who has no more patience leaves it to them.
func TestLevel_failures(t *testing.T) {
	var l level[int]
	fault := errors.New("fault")
	if _, err := l.get(t.Context(), func() (int, error) { return 0, fault }); !errors.Is(err, fault) {
		t.Errorf("%v", err)
	}
	var p *panicked
	if _, err := l.get(t.Context(), func() (int, error) { panic("fault") }); !errors.As(err, &p) {
		t.Errorf("%v", err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	hold := make(chan struct{})
	if _, err := l.get(gone, func() (int, error) { <-hold; return 1, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(hold)
	if got, err := l.get(t.Context(), func() (int, error) { return 2, nil }); err != nil || got == 0 {
		t.Errorf("%d %v", got, err)
	}
}
