package staff

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"balans/access"
	"balans/law/calendar"
	"balans/law/statute"
)

// How long a refusal can be answered with a reason, and how many are remembered: a refusal
// does not say whose matter it was, so what the form is about is kept here, not in the page.
const (
	refusalLasts = time.Hour
	mostRefusals = 5000
)

// leastOverride is the fewest characters of a reason that can be reviewed.
const leastOverride = 10

// overrideHours are the ends that are offered, in hours from now.
var overrideHours = []int64{1, 2, 4, 8}

// turnedDown is a question that was answered with no, and where the reader was going.
type turnedDown struct {
	question access.Question
	next     string
	until    time.Time
}

// refusals are those of the last hour, by a name that only their reader's page has.
type refusals struct {
	mu sync.Mutex
	of map[string]turnedDown
}

// keep remembers a refusal and returns its name.
func (r *refusals) keep(q access.Question, next string, now time.Time) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of == nil {
		r.of = map[string]turnedDown{}
	}
	if len(r.of) >= mostRefusals {
		for name, one := range r.of {
			if now.After(one.until) {
				delete(r.of, name)
			}
		}
	}
	for name := range r.of { // any, when all are recent
		if len(r.of) < mostRefusals {
			break
		}
		delete(r.of, name)
	}
	name := strings.ToLower(rand.Text())
	r.of[name] = turnedDown{q, next, now.Add(refusalLasts)}
	return name
}

// find is the refusal of that name, when it was this user's and not long ago.
func (r *refusals) find(name, actor string, now time.Time) (turnedDown, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	one, ok := r.of[name]
	return one, ok && one.question.Actor == actor && !now.After(one.until)
}

// overrideForm asks for a reason to go beyond one's benefits or unit.
type overrideForm struct {
	Hidden []hidden
	Reason field
	Hours  choiceField
}

// overrideFormOf is the form for a refusal, with what was typed.
func overrideFormOf(c *call, name string, typed *asked) *overrideForm {
	a := typed
	if a == nil {
		a = &asked{text: c.text, now: c.asked.now}
	}
	f := &overrideForm{Hidden: []hidden{{"refusal", name}}}
	f.Reason = field{Name: "reason", Label: c.text("override.reason"), Help: c.text("override.reason.help"), Type: "text", Value: a.values.Get("reason"), Error: a.problem("reason")}
	f.Hours = choiceField{Name: "hours", Label: c.text("override.hours"), Help: c.text("override.hours.help"), Error: a.problem("hours")}
	for _, h := range overrideHours {
		f.Hours.Options = append(f.Hours.Options, option{strconv.FormatInt(h, 10), c.text("override.hour", h), a.get("hours") == strconv.FormatInt(h, 10)})
	}
	return f
}

// postOverride takes a person's decision to go beyond a benefit or a unit, and goes on to what
// was refused. The decision is stored with its reason and its end, and reviewed by another.
func (s *Server) postOverride(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	a := c.asked
	name := a.get("refusal")
	was, ok := s.refusals.find(name, c.user.ID, s.journal.Now())
	if !ok {
		return problemPage(http.StatusConflict, "failure.override")
	}
	reason := a.said("reason", leastOverride)
	hours, err := strconv.ParseInt(a.get("hours"), 10, 64)
	if err != nil || !slices.Contains(overrideHours, hours) {
		a.wrong("hours", "error.choose", c.text("override.hours"))
	}
	if len(a.problems) > 0 {
		return s.askAgain(c, name)
	}
	return s.takeOverride(c, name, was, reason, hours)
}

// askAgain shows the form with what was typed, and what is wrong with it.
func (s *Server) askAgain(c *call, name string) error {
	s.showDenied(c, http.StatusBadRequest, deniedView{Heading: c.text("denied.title"), Text: c.text("override.again"), Form: overrideFormOf(c, name, c.asked)})
	return nil
}

func (s *Server) takeOverride(c *call, name string, was turnedDown, reason string, hours int64) error {
	ctx := c.r.Context()
	n, err := s.controlsNow(ctx)
	if err != nil {
		return err
	}
	defer n.release()
	book, err := s.accessBook(ctx)
	if err != nil {
		return err
	}
	f, err := s.current(ctx)
	if err != nil {
		return err
	}
	q := was.question
	if q.Persons, err = s.personsOf(ctx, n, append(slices.Clone(q.Others), q.Party)...); err != nil {
		return err
	}
	law := f.columns.LawBook().Parameters(s.now())
	most, err := law.Value(statute.OverrideHours, n.on)
	if err != nil {
		return err
	}
	if hours > most.Int64 {
		c.asked.wrong("hours", "error.override.hours", most.Int64)
		return s.askAgain(c, name)
	}
	now := calendar.InstantOf(s.journal.Now())
	_, err = access.TakeOverride(ctx, s.journal, book, access.Beyond{Question: q, Reason: reason, Until: now + calendar.Instant(hours*int64(time.Hour/time.Microsecond)),
		Cause: c.route.audit, Key: name, ID: "beyond-" + name, Parameters: law})
	var no *access.Refusal
	switch {
	case err == nil, errors.As(err, &no) && (no.Code == "not-needed" || no.Code == "id-used"): // sent twice
	case errors.As(err, &no):
		return problemPage(http.StatusConflict, "failure.override")
	default:
		return err
	}
	if was.next == "" {
		was.next = "/"
	}
	c.redirect(was.next)
	return nil
}
