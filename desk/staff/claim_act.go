package staff

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/letter"
	"balans/recover/payment"
	"balans/recover/plan"
	"balans/recover/position"
)

// actOnClaim is the permission to take measures and decisions on a claim.
const actOnClaim = "claim.act"

// act is something a case worker does with a claim: a form, and the command made of it.
type act struct {
	name   string       // in addresses and forms
	group  string       // key of its group on the claim's page
	kinds  []claim.Kind // of the claim's options, those that are this act
	law    statute.Ref  // the paragraph it rests on; "" where the events say all
	fields []actField
	// build makes the command of what was typed, which has been read. What it finds
	// wrong is said at the fields.
	build func(x *acting) actRun
	// plainest are the least demanding forms of the act, as changes of what stands in
	// the form from the beginning: it may be done when one of them may. nil: the form as
	// it stands.
	plainest func(x *acting) []url.Values
}

// actRun carries an act out, or tries it when the errand is a dry run.
type actRun func(context.Context, position.Errand) (actOutcome, error)

// actOutcome is what became of an act, or would.
type actOutcome struct {
	journal.Receipt
	proposal   *plan.Proposal
	allocation *payment.Allocation
	notes      []position.Note
}

// acting is one claim, about which somebody is to do something today.
type acting struct {
	*call
	s        *Server
	facts    *facts
	life     *claimLife // at the end of today, as known now
	at       *position.Position
	terms    claim.Terms
	on       position.Claim
	read     map[position.Stream][]journal.Event
	others   []position.Claim // the other claims of its debtors
	waiting  []claim.Loose    // payments of its debtors that are not placed
	unknown  []claim.Loose    // those of which nobody knows who paid
	a        *asked           // what was typed
	got      actValues
	involved []position.Claim               // claims the command reads, this one first
	subject  func() (letter.Subject, error) // what letters about the claim are about
	letters  *actLetters                    // of the act that was tried last; nil: it calls for none
	offering bool                           // it is only asked whether an act may be done
	lost     error                          // a stream could not be read: nothing is shown, and nothing done, on the rest
}

// actValues are what was typed, read: each field by its name, empty where it was left empty.
type actValues struct {
	days    map[string]calendar.Date
	amounts map[string]money.Amount
	counts  map[string]int
	texts   map[string]string
	claims  []position.Claim
}

// errand is who does it, and by what law.
func (x *acting) errand(key string) position.Errand {
	return position.Errand{Terms: x.terms, By: claim.Entry{Actor: x.user.ID, Cause: x.route.audit}, Key: key}
}

// try reads what was typed and tries the act: what would be stored, and what stands in
// its way. With problems at the fields there is neither.
func (x *acting) try(a *act) (actOutcome, []hindrance, error) {
	x.readFields(a)
	x.involved, x.letters = []position.Claim{x.on}, nil
	if len(x.a.problems) > 0 || x.lost != nil {
		return actOutcome{}, nil, x.lost
	}
	do := a.build(x)
	if len(x.a.problems) > 0 || x.lost != nil {
		return actOutcome{}, nil, x.lost
	}
	for _, c := range x.involved {
		if _, err := x.load(c); err != nil {
			return actOutcome{}, nil, err
		}
	}
	e := x.errand(rand.Text())
	e.DryRun, e.Read = true, x.read
	x.withLetters(a, &e)
	o, err := do(x.r.Context(), e)
	if err == nil && o.Replayed {
		return o, []hindrance{ownHindrance(x.text, "act.again")}, nil
	}
	if err == nil && len(o.Events) == 0 {
		return o, x.unstored(&o), nil
	}
	return x.refused(o, err)
}

// unstored is why an act that no rule stops would store nothing.
func (x *acting) unstored(o *actOutcome) (all []hindrance) {
	if o.allocation != nil {
		for _, n := range o.allocation.Passed {
			r := x.life.ruling(x.text, n.Code, n.Law, n.Text)
			if n.Claim != x.on.ID {
				r.rule, r.why = n.Claim+": "+r.rule, "" // the dates are this claim's
			}
			all = append(all, hindrance{r, n.Code})
		}
	}
	return append(all, ownHindrance(x.text, "act.unstored"))
}

// refused parts what a rule says from what went wrong.
func (x *acting) refused(o actOutcome, err error) (actOutcome, []hindrance, error) {
	if err == nil {
		return o, nil, nil
	}
	if all := x.life.refusals(x.text, err); len(all) > 0 {
		return o, all, nil
	}
	return o, nil, err
}

// stops is why an act may not be done today: of its plainest forms, what stops the first.
// Nothing when one of them may.
func (x *acting) stops(a *act) ([]hindrance, error) {
	forms := []url.Values{nil}
	if a.plainest != nil {
		forms = a.plainest(x)
	}
	var first []hindrance
	for _, change := range forms {
		one := *x
		one.offering = true
		one.a = &asked{values: x.initial(a), text: x.text, now: x.asked.now}
		maps.Copy(one.a.values, change)
		_, stopped, err := one.try(a)
		switch {
		case err != nil:
			return nil, fmt.Errorf("the act %s: %w", a.name, err)
		case len(one.a.problems) > 0: // there is nothing to choose, such as no payment
			stopped = []hindrance{{refusal{one.a.problems[0].Text, "", x.text("rule.own")}, ""}}
		case len(stopped) == 0:
			return nil, nil
		}
		if first == nil {
			first = stopped
		}
	}
	if first == nil {
		first = []hindrance{ownHindrance(x.text, "act.nothing")}
	}
	return first, nil
}

// claimAct shows the form of an act.
func (s *Server) claimAct(c *call) error {
	a := actNamed(c.asked.get("do"))
	if a == nil {
		return &pageProblem{http.StatusNotFound, "failure.act", ""}
	}
	x, err := s.openActing(c)
	if err != nil {
		return err
	}
	if err := x.log(); err != nil {
		return err
	}
	x.a = &asked{values: x.prefilled(a), text: c.text, now: c.asked.now}
	stopped, err := x.stops(a)
	if err != nil {
		return err
	}
	return x.show(http.StatusOK, a, &actShown{stopped: stopped})
}

// postClaimAct shows what an act would do, or does it.
func (s *Server) postClaimAct(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	a := actNamed(c.asked.get("do"))
	if a == nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	x, err := s.openActing(c)
	if err != nil {
		return err
	}
	if err := x.log(); err != nil {
		return err
	}
	if c.asked.get("step") == "do" {
		return x.do(a)
	}
	return x.preview(a, &actShown{})
}

// preview shows what would follow, or what stands in the way.
func (x *acting) preview(a *act, v *actShown) error {
	o, stopped, err := x.try(a)
	if err == nil {
		err = x.logInvolved()
	}
	if err != nil {
		return err
	}
	v.outcome, v.stopped = o, stopped
	status := http.StatusOK
	if len(stopped) > 0 {
		x.point(a, stopped)
	}
	switch {
	case v.meanwhile != nil, v.relettered:
		status = http.StatusConflict
	case len(x.a.problems) > 0:
		status = http.StatusBadRequest
	}
	return x.show(status, a, v)
}

// do carries the act out when nobody has written meanwhile to what was looked at.
func (x *acting) do(a *act) error {
	switch to, err := x.sentBefore(a); {
	case errors.Is(err, journal.ErrKeyReused):
		return x.sentOtherwise(a)
	case err != nil:
		return err
	case to != "":
		x.redirect(to)
		return nil
	}
	x.readFields(a)
	x.involved = []position.Claim{x.on}
	var do actRun
	if len(x.a.problems) == 0 {
		do = a.build(x)
	}
	if x.lost != nil {
		return x.lost
	}
	seen, complete := x.seen()
	if len(x.a.problems) > 0 || x.a.get("key") == "" || !complete {
		v := &actShown{}
		if len(x.a.problems) == 0 && x.a.get("key") != "" && len(seen) > 0 { // the act has come to concern another claim too
			v.meanwhile = []journal.Event{}
		}
		x.a.problems = nil // they are found again
		return x.preview(a, v)
	}
	if err := x.logInvolved(); err != nil { // and whether they are for who asks
		return err
	}
	e := x.errand(x.keyOf(a))
	e.Seen = seen
	x.withLetters(a, &e)
	o, err := do(x.r.Context(), e)
	var changed *position.Changed
	switch {
	case errors.As(err, &changed):
		return x.meanwhile(a, changed, seen)
	case errors.Is(err, errLetters):
		return x.preview(a, &actShown{relettered: true})
	case errors.Is(err, journal.ErrKeyReused):
		return x.sentOtherwise(a)
	}
	if _, stopped, err := x.refused(o, err); err != nil {
		return err
	} else if len(stopped) > 0 {
		return x.preview(a, &actShown{})
	}
	x.redirect(x.storedAt(o.Receipt))
	return nil
}

// seen is how many events each claim had when its reader looked at it, and whether the
// form says so for every claim of the command.
func (x *acting) seen() (map[position.Claim]int, bool) {
	all := map[position.Claim]int{}
	for _, text := range x.a.values["seen"] {
		count, id, ok := strings.Cut(text, " ")
		n, err := strconv.Atoi(count)
		if !ok || err != nil {
			return nil, false
		}
		for _, c := range x.involved {
			if c.ID == id {
				all[c] = n
			}
		}
	}
	return all, len(all) == len(x.involved)
}

// meanwhile shows what others did since the form's reader looked, and what the act would
// do now. Nothing was stored.
func (x *acting) meanwhile(a *act, changed *position.Changed, seen map[position.Claim]int) error {
	v := &actShown{meanwhile: []journal.Event{}}
	x.read[streamOf(changed.Claim)] = changed.Events
	for _, c := range x.involved {
		stream, err := x.load(c)
		if err != nil {
			return err
		}
		if n := seen[c]; n < len(stream) {
			v.meanwhile = append(v.meanwhile, stream[n:]...)
		}
	}
	cf, err := claimFileOf(x.read[streamOf(x.on)])
	if err != nil {
		return err
	}
	x.others, x.waiting, x.unknown, x.asked.now = nil, nil, nil, x.s.now()
	if err := x.begin(cf); err != nil {
		return err
	}
	return x.preview(a, v)
}
