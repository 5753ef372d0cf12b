package staff

import (
	"context"
	"errors"
	"sync"
)

// level is something read from the journal, and read on, that many requests ask for. Each
// gets it as it stands in the journal after the request asked: a reading that had begun by
// then is not for it. But all who ask while one goes on share the next, so that hundreds do
// not stand in line for a reading each.
type level[T any] struct {
	mu      sync.Mutex
	running bool
	next    *levelling[T] // that has not begun; nil: nobody waits for one
}

type levelling[T any] struct {
	done chan struct{} // closed when the rest can be read
	is   T
	err  error
}

// get waits for a reading that begins from now on. One reading is made at a time. It is for
// all who ask, so read does not end with the request of the first.
func (l *level[T]) get(ctx context.Context, read func() (T, error)) (is T, err error) {
	l.mu.Lock()
	if l.next == nil {
		l.next = &levelling[T]{done: make(chan struct{}), err: errCutOff}
	}
	r := l.next
	if !l.running {
		l.running = true
		go l.run(read)
	}
	l.mu.Unlock()
	select {
	case <-r.done:
		return r.is, r.err
	case <-ctx.Done():
		return is, ctx.Err()
	}
}

var errCutOff = errors.New("what the page reads could not be read to its end")

// run makes readings while somebody waits for one.
func (l *level[T]) run(read func() (T, error)) {
	for {
		l.mu.Lock()
		r := l.next
		l.next, l.running = nil, r != nil
		l.mu.Unlock()
		if r == nil {
			return
		}
		r.make(read)
	}
}

// make makes a reading. A panic is an answer: nobody stands above this goroutine to show it.
func (r *levelling[T]) make(read func() (T, error)) {
	defer close(r.done)
	defer func() {
		if v := recover(); v != nil {
			r.err = &panicked{v}
		}
	}()
	r.is, r.err = read()
}
