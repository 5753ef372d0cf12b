package staff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"balans/desk/signin"
	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/letter"
)

// requestTimeout bounds what a request may wait for the database.
const requestTimeout = 30 * time.Second

// Options is what the pages need.
type Options struct {
	Journal      *journal.Journal
	SnapshotPath string        // where the columns are kept between runs; "" keeps none
	Demo         bool          // the facts are invented, the pages say so, and demo users are offered
	Log          *slog.Logger  // nil: nothing is logged
	Version      string        // shown at the foot of every page
	Sender       letter.Sender // who writes letters; without a name none are ordered
	PayTo        string        // where claims are paid, such as "bankgiro 5050-1055"
	SignIn       *signin.Door  // nil: nobody can sign in, and without Demo nobody sees a person's facts
	Limits       *Limits       // nil: everybody may try as often as they like
}

// Server answers for the pages. It is safe for many goroutines.
type Server struct {
	journal *journal.Journal
	demo    bool
	signin  *signin.Door
	limits  *Limits
	log     *slog.Logger
	version string
	sender  letter.Sender
	payTo   string
	ctx     context.Context // bounds work that outlives a request
	metrics metrics
	handler http.Handler

	facts      atomic.Pointer[facts]
	refreshing sync.Mutex
	steering   steeringCache
	notices    noticeCache
	controls   controlCache
	housings   housingCache
	rights     bookCache
	kin        relationCache
	refusals   refusals

	finders finderCache
	tasks   taskCache
}

// New opens the columns, from the snapshot where it is good, and prepares the
// pages. The context also bounds work that goes on after a request, such as
// building the columns again.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{journal: o.Journal, demo: o.Demo, signin: o.SignIn, limits: o.Limits, log: o.Log, version: o.Version, ctx: ctx}
	s.sender, s.payTo = o.Sender, o.PayTo
	if s.demo && s.sender.Name == "" {
		s.sender, s.payTo = demoSender, demoAccount
	}
	if s.log == nil {
		s.log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if s.demo && s.signin != nil {
		return nil, errors.New("demo users and sign-in do not go together: whoever is chosen would pass for who has signed in")
	}
	columns, note, err := claim.OpenColumns(ctx, o.Journal, o.SnapshotPath, nil)
	if err != nil {
		return nil, fmt.Errorf("open the claims' columns: %w", err)
	}
	if note != "" {
		s.log.Info("columns", "note", note)
	}
	s.facts.Store(newFacts(columns))
	s.handler = s.routes()
	return s, nil
}

// Handler is all pages and downloads, with their protections around them.
func (s *Server) Handler() http.Handler { return s.handler }

// now is the journal's clock: what pages call today follows what is recorded.
func (s *Server) now() calendar.Instant { return calendar.InstantOf(s.journal.Now()) }
