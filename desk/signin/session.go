package signin

import (
	"sync"
	"time"
)

// sweepEvery is how often sessions that have run out are removed from memory.
const sweepEvery = time.Minute

// store keeps sessions in memory, by the hash of their token. A session that has ended stays
// ended: a request that was under way when its holder signed out saves the session when it is
// answered, and would otherwise bring it back to life. It is safe for many goroutines.
type store struct {
	now  func() time.Time
	keep time.Duration // longer than any session lives

	mu    sync.Mutex
	held  map[string]held
	ended map[string]time.Time // when each can be forgotten
	swept time.Time
}

// held is a session as it was saved.
type held struct {
	data  []byte
	until time.Time
}

func newStore(now func() time.Time, lifetime time.Duration) *store {
	return &store{now: now, keep: lifetime + time.Minute, held: map[string]held{}, ended: map[string]time.Time{}, swept: now()}
}

// Find returns a session that has neither ended nor run out.
func (s *store) Find(token string) (data []byte, found bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, ok := s.held[token]
	if !ok || s.now().After(h.until) {
		return nil, false, nil
	}
	return h.data, true, nil
}

// Commit saves a session, but not one that has ended.
func (s *store) Commit(token string, data []byte, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	if _, over := s.ended[token]; !over {
		s.held[token] = held{data, until}
	}
	return nil
}

// Delete ends a session for good.
func (s *store) Delete(token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	delete(s.held, token)
	s.ended[token] = s.now().Add(s.keep)
	return nil
}

// sweep forgets what has run out.
func (s *store) sweep() {
	now := s.now()
	if now.Sub(s.swept) < sweepEvery {
		return
	}
	s.swept = now
	for token, h := range s.held {
		if now.After(h.until) {
			delete(s.held, token)
		}
	}
	for token, until := range s.ended {
		if now.After(until) {
			delete(s.ended, token)
		}
	}
}
