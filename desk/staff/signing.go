package staff

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"balans/desk/signin"
)

// signRoutes is the rows of the table for who asks and what they may go beyond.
func signRoutes() []route {
	return []route{
		{"GET " + signin.BeginPath, seePages, auditBegin, (*Server).begin},
		{"GET " + signin.CallbackPath, seePages, auditComplete, (*Server).complete},
		{"POST " + signin.EndPath, seePages, auditEnd, (*Server).end},
		{"POST /override", goBeyond, "override.take", (*Server).postOverride},
	}
}

// begin sends the reader to the agency's identity provider.
func (s *Server) begin(c *call) error {
	if s.signin == nil {
		return problemPage(http.StatusNotFound, "failure.page")
	}
	to, err := s.signin.Begin(c.r.Context(), c.r.URL.Query().Get("next"))
	if err != nil {
		return s.signFailed(c, err, "")
	}
	http.Redirect(c.w, c.r, to, http.StatusSeeOther)
	return nil
}

// complete takes the reader back from the provider, and on to where the reader was going.
func (s *Server) complete(c *call) error {
	if s.signin == nil {
		return problemPage(http.StatusNotFound, "failure.page")
	}
	next, err := s.signin.Complete(c.r.Context(), c.r.URL.Query())
	if err != nil {
		return s.signFailed(c, err, next)
	}
	c.redirect(next)
	return nil
}

// signFailures are the texts of what a sign-in can end with.
var signFailures = map[string]string{"state": "failure.signinstate", "late": "failure.signinlate", "denied": "failure.signindenied", "refused": "failure.signinrefused",
	"token": "failure.signintoken", "staff": "failure.signinstaff", "provider": "failure.signinprovider"}

// signFailed logs what happened and tells the reader what to do about it.
func (s *Server) signFailed(c *call, err error, next string) error {
	var p *signin.Problem
	if !errors.As(err, &p) {
		return err
	}
	s.log.Warn("sign-in came to nothing", "key", p.Key, "error", p.Cause)
	c.next = cmp.Or(next, "/")
	return problemPage(p.Status, cmp.Or(signFailures[p.Key], "failure.signinrefused"))
}

// signedOutView says that the session has ended here, and leads on to the provider, whose own
// session would otherwise sign the next person at the machine in.
type signedOutView struct {
	page
	To string
}

// end signs the reader out here, and by way of a page at the provider too: the policy lets no
// form lead to another host.
func (s *Server) end(c *call) error {
	if s.signin == nil {
		return problemPage(http.StatusNotFound, "failure.page")
	}
	to, err := s.signin.End(c.r.Context())
	if err != nil {
		return err
	}
	c.user = s.nobody()
	if to != "" {
		c.w.Header().Set("Refresh", "0; url="+to)
	}
	v := signedOutView{To: to}
	v.page = s.page(c, c.text("signedout.title"), "")
	return c.render(http.StatusOK, "signedout", v)
}

// refuse answers a request that nobody of that role may make.
func (s *Server) refuse(c *call) {
	known := c.user.IsKnown()
	if s.signin != nil && !known && (c.r.Method == http.MethodGet || c.r.Method == http.MethodHead) {
		c.redirect(signin.BeginPath + "?" + nextOf(c.r))
		return
	}
	key := "failure.permission"
	switch {
	case known && !c.user.isStaff():
		key = "failure.notstaff"
	case known && s.signin != nil:
		key = "failure.function"
	case known:
		key = "failure.role"
	case s.signin != nil: // a form, after the session has ended
		key = "failure.session"
	case !s.demo:
		key = "failure.signin"
	}
	s.fail(c, problemPage(http.StatusForbidden, key))
}

// Limits is how often one may try: to sign in from one address, and to send forms from one
// address and as one user. A nil Limiter has no limit.
type Limits struct {
	Front                      signin.Front
	SignIn, FormsFrom, FormsAs *signin.Limiter
}

// NewLimits are limits that people working do not meet: an office may share one address.
func NewLimits(front signin.Front) *Limits {
	return &Limits{Front: front, SignIn: signin.NewLimiter(60, 2*time.Second), FormsFrom: signin.NewLimiter(300, 200*time.Millisecond), FormsAs: signin.NewLimiter(60, time.Second)}
}

// wait is how long the reader must wait before the request is answered; 0 when not at all.
func (l *Limits) wait(c *call, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	from := signin.Neighbourhood(l.Front.Client(c.r))
	switch {
	case c.route.audit == auditBegin || c.route.audit == auditComplete:
		return l.SignIn.Take(from, now)
	case c.r.Method == http.MethodGet || c.r.Method == http.MethodHead:
		return 0
	case c.user.IsKnown():
		if wait := l.FormsAs.Take(c.user.ID, now); wait > 0 {
			return wait
		}
	}
	return l.FormsFrom.Take(from, now)
}

// The audit names of the routes of sign-in.
const (
	auditBegin    = "signin.begin"
	auditComplete = "signin.complete"
	auditEnd      = "signin.end"
)
