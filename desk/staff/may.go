package staff

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/register"
	"balans/recover/claim"
	"balans/recover/search"
	"balans/recover/task"
)

// denied is a page about a person that who asks may not see.
type denied struct {
	answer   access.Answer
	question access.Question
}

func (d *denied) Error() string { return "access: " + string(d.answer.Rule) }

// As lets a refusal pass as what it is: an answer in words and no fault of the program.
func (d *denied) As(target any) bool {
	p, ok := target.(**pageProblem)
	if ok {
		*p = &pageProblem{status: http.StatusForbidden, key: "failure.function"}
	}
	return ok
}

// persons is what the rules on access ask of persons. known are those that the matter itself
// names, as the journal has it; others are known when a register tells of them.
type persons struct {
	register *register.Book
	relation *access.Relations
	steps    int
	on       calendar.Date
	known    []identity.Number
	debts    *search.Debts
	claims   *claim.Reader
	near     map[identity.Number]map[identity.Number]int
}

// Known says whether the person is of the matter, or in a register.
func (p *persons) Known(n identity.Number) bool {
	return slices.Contains(p.known, n) || len(p.register.Of(n).All()) > 0
}

// Protected says whether the person's identity is protected today, by the register or by what a
// claim that the person owes says.
func (p *persons) Protected(n identity.Number) bool {
	return p.register.Protected(n, p.on) || slices.ContainsFunc(p.debts.Of(n), func(i int) bool {
		return p.claims.Seek(i) && p.claims.Conditions()&claim.Protected != 0
	})
}

// Related says whether two persons are within the number of steps that makes one disqualified.
func (p *persons) Related(a, b identity.Number) bool {
	near, ok := p.near[a]
	if !ok {
		near = p.relation.Near(a, p.steps, p.on)
		p.near[a] = near
	}
	_, related := near[b]
	return related
}

// relationCache is who stands near whom, as the register last told.
type relationCache struct {
	mu sync.Mutex
	of *register.Book
	is *access.Relations
}

// relations is who stands near whom. Registers tell of custody only; what else one of the
// staff has told is in the book of rights.
func (s *Server) relations(b *register.Book) *access.Relations {
	c := &s.kin
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of != b {
		c.of, c.is = b, &access.Relations{}
		for _, party := range b.Parties() {
			for _, f := range b.Of(party).Facts(register.Population) {
				if f.Status != register.Guardian {
					continue
				}
				if child, err := identity.Parse(f.Other); err == nil {
					c.is.Relate(party, child, calendar.Period{From: f.From, To: f.To})
				}
			}
		}
	}
	return c.is
}

// personsOf is what is known today, with the numbers that the matter itself names.
func (s *Server) personsOf(ctx context.Context, n *controlling, known ...identity.Number) (*persons, error) {
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := f.columns.LawBook().Parameters(s.now()).Value(statute.RelationSteps, n.on)
	if err != nil {
		return nil, err
	}
	debts, err := s.debtsNow(f)
	if err != nil {
		return nil, err
	}
	now := s.now()
	return &persons{register: n.register, relation: s.relations(n.register), steps: int(steps.Int64), on: n.on, known: known, debts: debts,
		claims: f.columns.NewReader(now.Date(), now), near: map[identity.Number]map[identity.Number]int{}}, nil
}

// mayRead asks whether who asks may do what the route is for in a matter, of which the
// persons are known because the journal names them there. It comes before the reading log,
// and before anything is shown. The error is *denied when it is not allowed.
//
// n is what the caller has read of controls and registers; nil has it read here.
func (s *Server) mayRead(c *call, n *controlling, m access.Matter) error {
	if n == nil {
		read, err := s.controlsNow(c.r.Context())
		if err != nil {
			return err
		}
		defer read.release()
		n = read
	}
	p, err := s.personsOf(c.r.Context(), n, append([]identity.Number{m.Party}, m.Others...)...)
	if err != nil {
		return err
	}
	return s.mayReadOf(c, m, p)
}

// mayReadOf is mayRead with what the rules ask of the persons.
func (s *Server) mayReadOf(c *call, m access.Matter, p *persons) error {
	book, err := s.accessBook(c.r.Context())
	if err != nil {
		return err
	}
	now := s.now()
	q := access.Question{Actor: c.user.ID, Function: c.route.permission, Party: m.Party, Others: m.Others, Benefit: m.Benefit, Unit: m.Unit, On: now.Date(), Now: now, Persons: p}
	if a := book.May(q); !a.OK {
		q.Persons = nil // is asked for again when it is to be used
		return &denied{a, q}
	}
	return nil
}

// handlesProtected reports whether who asks is one of those who handle persons whose identity is
// protected. For all others such a person is not there, not on a list either.
func (c *call) handlesProtected() bool { return c.user.mayUse(access.HandleProtected) }

// deniedView is the page that says why a matter is not shown, and what can be done about it.
type deniedView struct {
	page
	Heading, Text, Law string
	Form               *overrideForm
}

// deny answers that a matter is not for who asks. Which rule it was is for the log alone: an
// unknown and a protected person are told apart nowhere else.
func (s *Server) deny(c *call, d *denied) {
	s.log.Warn("refused", "route", c.route.pattern, "rule", string(d.answer.Rule), "staff", c.user.ID)
	v := deniedView{Heading: c.text("denied.title"), Text: d.answer.Why.Text(access.Language(c.lang)), Law: string(d.answer.Law)}
	if d.answer.Overridable && c.user.mayUse(goBeyond) {
		next := c.r.URL.RequestURI()
		if c.r.Method != http.MethodGet {
			next = "" // a form is sent again by who typed it
		}
		v.Form = overrideFormOf(c, s.refusals.keep(d.question, next, s.journal.Now()), nil)
	}
	s.showDenied(c, http.StatusForbidden, v)
}

func (s *Server) showDenied(c *call, status int, v deniedView) {
	v.page = s.page(c, cmp.Or(v.Heading, c.text("denied.title")), "")
	if err := c.render(status, "denied", v); err != nil {
		s.log.Error("refusal page", "error", err)
		http.Error(c.w, c.text("failure.fault.title"), http.StatusInternalServerError)
	}
}

// ReadAhead reads what the first pages about persons, households, searches and tasks would wait for. It is
// called once, beside the first requests; what fails is tried again by the page that needs it.
func (s *Server) ReadAhead(ctx context.Context) {
	n, err := s.controlsNow(ctx)
	if err == nil {
		defer n.release()
		s.relations(n.register)
		err = s.readAhead(ctx, n)
	}
	if err != nil && ctx.Err() == nil {
		s.log.Warn("read ahead", "error", err)
	}
}

func (s *Server) readAhead(ctx context.Context, n *controlling) error {
	f, err := s.current(ctx)
	if err != nil {
		return err
	}
	if _, err := s.debtsNow(f); err != nil {
		return err
	}
	s.finders.mu.Lock()
	s.finders.readNames(n)
	s.finders.mu.Unlock()
	if err := s.readHouseholdsAhead(ctx); err != nil {
		return err
	}
	q := s.taskQuery(f, n)
	limits, err := task.LimitsOf(f.columns.LawBook().Parameters(q.KnownAt), q.On)
	if err != nil {
		return err
	}
	_, err = s.taskEntries(f, q, limits)
	return err
}
