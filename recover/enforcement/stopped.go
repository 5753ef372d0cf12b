package enforcement

import (
	"fmt"
	"strings"

	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Stopped is a demand or a hand-over that cannot be made, with every reason.
type Stopped struct {
	Claim   string
	What    string  // "demand" or "hand-over"
	Reasons []error // *position.Refusal each; also *statute.MissingError for a rate that is not known
}

// Error lists the reasons.
func (s *Stopped) Error() string {
	all := make([]string, len(s.Reasons))
	for i, r := range s.Reasons {
		all[i] = r.Error()
	}
	return fmt.Sprintf("no %s of claim %s: %s", s.What, s.Claim, strings.Join(all, "; "))
}

// Unwrap gives the reasons to errors.As.
func (s *Stopped) Unwrap() []error { return s.Reasons }

// Has reports whether a rule is among the reasons.
func (s *Stopped) Has(code string) bool {
	for _, r := range s.Reasons {
		if x, ok := r.(*position.Refusal); ok && x.Code == code {
			return true
		}
	}
	return false
}

// hurdles collects the reasons.
type hurdles struct {
	p        *position.Position
	standing claim.Standing
	found    []error
}

func newHurdles(p *position.Position) *hurdles {
	return &hurdles{p: p, standing: standingOf(p)}
}

func standingOf(p *position.Position) claim.Standing {
	return claim.StandingOf(&p.Decision, p.Events, p.On, p.KnownAt, p.Deadlines, p.Limitation, p.Account)
}

func (h *hurdles) add(code string, law statute.Ref, format string, args ...any) {
	h.found = append(h.found, &position.Refusal{Code: code, Law: law, Why: fmt.Sprintf(format, args...)})
}

// end is the error, nil when nothing stops it.
func (h *hurdles) end(what string) error {
	if len(h.found) == 0 {
		return nil
	}
	return &Stopped{Claim: h.p.ID(), What: what, Reasons: h.found}
}

// collecting are the hurdles of every measure.
func (h *hurdles) collecting() {
	p := h.p
	switch {
	case p.Has(claim.Ended):
		h.add("claim-has-ended", "SFB 108:2", "the claim is %s", h.standing.Legal)
	case p.Account.IsKnown() && p.Account.Total() == 0:
		h.add("nothing-owed", "SFB 108:2", "everything is paid")
	}
	if p.Barred() {
		h.add("time-barred", p.Limitation.Law(), "the last day was %s", p.Limitation.Last)
	}
	if p.Has(claim.Stayed) {
		h.add("stayed", "FL 48", "a court has stopped collection")
	}
	switch h.standing.Collection {
	case claim.CollectionInPlan, claim.CollectionDeferred, claim.CollectionRestructuring:
		h.add("arrangement-in-force", "HANTF 14", "it is %s since %s", h.standing.Collection, h.standing.Since(claim.CollectionMachine))
	}
}

// rates: what is demanded or handed over states its interest, so that every rate must
// be known.
func (h *hurdles) rates(law statute.Ref) {
	for _, g := range h.p.Account.Missing {
		h.add("interest-unknown", law, "the interest of %s is not known: %s has no value; the agency records it, or what rests on it is settled first", g.Period, g.Parameter)
		h.found = append(h.found, &statute.MissingError{Name: g.Parameter, On: g.From})
	}
}

// machines is the last word: where the claim stands, the kind may come next.
func (h *hurdles) machines(k claim.Kind) {
	if len(h.found) > 0 {
		return
	}
	if ok, why := claim.Expected(h.standing, k); !ok {
		h.add("not-now", "", "%s", why)
	}
}

// has reports whether an event of the kind has occurred and is known.
func has(p *position.Position, k claim.Kind) bool {
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind == k && e.OccurredOn <= p.On && e.RecordedAt <= p.KnownAt {
			return true
		}
	}
	return false
}
