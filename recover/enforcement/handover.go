package enforcement

import (
	"errors"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
	"balans/recover/service"
)

// Handover is what Kronofogden is given of a public claim.
type Handover struct {
	Claim      string
	On         calendar.Date
	Ground     Ground
	Debtors    []Owing
	Amounts    Amounts // per component
	InterestTo calendar.Date
	Due, Final calendar.Date
	Limitation claim.Limitation // the last day, and the chain it follows from
	Payments   []Payment        // made before
	Notes      []position.Note  // what to know
}

// Owing is a debtor as he is handed over.
type Owing struct {
	Recipient
	Served  calendar.Date
	Mode    service.Mode
	Proof   string        // where it is filed
	LastDay calendar.Date // to contest
	Final   calendar.Date // against him
}

// Payment is one made before the hand-over, öre, less what was taken back.
type Payment struct {
	On     calendar.Date
	Amount money.Amount
	Mode   string // such as setoff
}

// HandoverOf is the hand-over that would be made on the day of the position. A
// *Stopped lists all that is in its way, not the first only.
func HandoverOf(p *position.Position) (*Handover, error) {
	served, err := service.ProcessOf(p)
	if err != nil {
		return nil, err
	}
	h := newHurdles(p)
	h.handover(served)
	note := h.least()
	h.machines(claim.HandoverSent)
	if err := h.end("hand-over"); err != nil {
		return nil, err
	}
	x := &Handover{Claim: p.ID(), On: p.On, Ground: groundOf(&p.Decision), Amounts: amountsOf(&p.Account.Balances), InterestTo: p.On,
		Due: p.Deadlines.Due, Final: p.Deadlines.Final, Limitation: *p.Limitation}
	if note != nil {
		x.Notes = append(x.Notes, *note)
	}
	all, err := recipients(p)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		s := served.Of(r.Debtor)
		x.Debtors = append(x.Debtors, Owing{r, s.Served, s.Mode, s.Proof, s.LastDay, s.Final})
	}
	return x, x.paid(p)
}

// handover are the hurdles of a hand-over.
func (h *hurdles) handover(served *service.Process) {
	p := h.p
	if claim.TrackOf(&p.Decision) != claim.PublicTrack {
		h.add("wrong-track", "UB 3:1", "it is on the civil track: a title is sought first")
		return
	}
	switch due := p.Deadlines.Due; {
	case due == calendar.None:
		h.add("not-sent", "FL 33", "the decision has not been sent")
	case p.On <= due:
		h.add("not-due", "SFB 108:19", "it is due on %s", due)
	}
	for i := range served.Debtors {
		d := &served.Debtors[i]
		switch {
		case d.Insolvent:
			h.add("estate-has-nothing", "HANTF 15", "%s has died and the estate has nothing to pay with: pause it or write it off", d.Debtor.Masked())
		case d.Served == calendar.None:
			h.add("not-served", "UB 3:20", "%s has not been served: service is %s since %s", d.Debtor.Masked(), d.State, d.Since)
		case !p.Deadlines.Contested && p.On < d.Final:
			h.add("not-final", "UB 3:20", "%s was served on %s and can contest it through %s", d.Debtor.Masked(), d.Served, d.LastDay)
		}
	}
	if p.Deadlines.Contested {
		h.add("not-final", "UB 3:20", "a reconsideration or an appeal is pending, or its outcome is not served")
	}
	switch hand := h.standing.Handover; {
	case p.Has(claim.AtKFM):
		h.add("at-kfm", "UB 3:1", "Kronofogden has it; tell of changes by a message")
	case hand.IsOpen():
		h.add("message-open", "", "the hand-over of %s is not answered", h.standing.Since(claim.HandoverMachine))
	}
	h.collecting()
	h.rates("")
}

// least holds the claim against the least amount that is handed over. While that is
// not known nothing is held back, and a note says so.
func (h *hurdles) least() *position.Note {
	v, err := h.p.Terms.Parameters.Value(statute.HandoverMinimum, h.p.On)
	switch total := h.p.Account.Total(); {
	case errors.Is(err, statute.ErrMissing):
		return &position.Note{Code: "least-amount-unknown", Claim: h.p.ID(), Text: "the least amount that is handed over is not known (indrivningsförordningen, 1993:1229); none is held"}
	case err != nil:
		h.found = append(h.found, err)
	case total < money.Amount(v.Int64):
		h.add("below-minimum", "", "%s kr is owed, and the least is %s kr (%s)", total, money.Amount(v.Int64), v.Source)
	}
	return nil
}

func (x *Handover) paid(p *position.Position) error {
	a, err := claim.NewAccount(&p.Decision, p.Events, p.On, p.KnownAt, p.Terms.Law, true)
	if err != nil {
		return err
	}
	for _, d := range a.Payments {
		if left := d.Amount - d.Undone; left > 0 {
			e := &p.Events[d.Event]
			x.Payments = append(x.Payments, Payment{e.OccurredOn, left, e.Mode})
		}
	}
	return nil
}
