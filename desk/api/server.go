package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// staleAfter is how old the books may be before they are brought up to date.
const staleAfter = 2 * time.Second

// tooOld is how old the books may be and still answer, after a quiet night or while they
// cannot be brought up to date; a question then waits for newer ones.
const tooOld = 10 * time.Minute

// besideMonths is how far back payouts are kept that may be for the same days; beforeDays
// how long before the first day of a payout one for the same day can have been paid.
const besideMonths, beforeDays = 13, 31

// mostBody is the most bytes of a question.
const mostBody = 64 << 10

// Options is what the door needs.
type Options struct {
	Journal *journal.Journal
	Log     *slog.Logger
}

// Server answers other programs. It is safe for many goroutines.
type Server struct {
	ctx     context.Context // bounds work that outlives a request
	journal *journal.Journal
	log     *slog.Logger

	books      atomic.Pointer[books]
	refreshing sync.Mutex
	begun      atomic.Int64 // the day whose run has been noted, plus one
}

// books is what is known at an instant.
type books struct {
	known    calendar.Instant
	head     int64
	paidFrom calendar.Date // payouts with an earlier pay day have not been read
	sources  *control.Sources
	controls *control.Book
}

// sourcesFor is what rules look up for a line. Of one for days so long ago that payouts
// beside it are not kept, that look-up has failed: it is not the same as nothing found.
func (b *books) sourcesFor(line *payout.Line) *control.Sources {
	if line.From.AddDays(-beforeDays) >= b.paidFrom {
		return b.sources
	}
	s := *b.sources
	s.Failed |= control.ReadsOwnPayouts | control.ReadsChildPayouts
	return &s
}

// New prepares the door. The books are read when the first question comes.
func New(ctx context.Context, o Options) *Server {
	s := &Server{ctx: ctx, journal: o.Journal, log: o.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	return s
}

// Handler answers below /api/.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/controls", s.check)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		fail(w, &problem{Status: http.StatusNotFound, Title: "There is no such address, or it takes another method", Detail: "POST /api/controls controls a payout"})
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

// problem is a fault as other programs read it (RFC 9457).
type problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
	Field  string `json:"field,omitempty"`
}

func (p *problem) Error() string { return p.Title + ": " + p.Detail }

func fail(w http.ResponseWriter, err error) {
	var p *problem
	if !errors.As(err, &p) {
		p = &problem{Status: http.StatusInternalServerError, Title: "The control could not be made; nothing is known of the payout"}
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the caller may have gone
}

// current is the books, brought up to date in the background when they are old. The first
// question waits for them, and one that finds them too old.
func (s *Server) current(ctx context.Context) (*books, error) {
	age := func(b *books) time.Duration { return s.journal.Now().Sub(b.known.Time()) }
	b := s.books.Load()
	if b == nil || age(b) > tooOld {
		s.refreshing.Lock()
		defer s.refreshing.Unlock()
		if b = s.books.Load(); b != nil && age(b) <= tooOld {
			return b, nil
		}
		return s.refresh(ctx, b)
	}
	if age(b) > staleAfter && s.refreshing.TryLock() {
		go func() {
			defer s.refreshing.Unlock()
			if _, err := s.refresh(s.ctx, b); err != nil && s.ctx.Err() == nil {
				s.log.Error("the books could not be brought up to date", "error", err)
			}
		}()
	}
	return b, nil
}

// refresh reads what has come since. It is called by one at a time.
func (s *Server) refresh(ctx context.Context, old *books) (*books, error) {
	head, err := s.journal.Head(ctx)
	if err != nil {
		return nil, err
	}
	known := calendar.InstantOf(s.journal.Now())
	today := known.Date()
	if old != nil && old.head == head.Seq && old.known.Date() == today {
		b := *old
		b.known = known
		s.books.Store(&b)
		return &b, nil
	}
	b := &books{known: known, head: head.Seq, paidFrom: today.AddMonths(-besideMonths), sources: &control.Sources{}, controls: &control.Book{}}
	if old != nil {
		b.sources.Register, err = old.sources.Register.Refresh(ctx, s.journal, known)
	} else {
		b.sources.Register, err = register.Read(ctx, s.journal, known)
	}
	if err != nil {
		return nil, err
	}
	b.sources.Partial = control.Incomplete(b.sources.Register)
	if b.sources.Payouts, err = payout.ReadBook(ctx, s.journal, b.paidFrom, payout.AsOf{Day: today, Known: known}); err != nil {
		return nil, err
	}
	if err := b.controls.Refresh(ctx, s.journal); err != nil {
		return nil, err
	}
	if b.sources.Law, err = law(ctx, s.journal); err != nil {
		return nil, err
	}
	s.books.Store(b)
	return b, nil
}

// law is the parameters in force, with the agency's own laid over them.
func law(ctx context.Context, j *journal.Journal) (*statute.Parameters, error) {
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	own, err := parameter.Read(ctx, j)
	if err != nil {
		return nil, err
	}
	b, err := parameter.NewBook(base, own)
	if err != nil {
		return nil, err
	}
	return b.At(calendar.InstantOf(j.Now())), nil
}
