package enforcement

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/position"
	"balans/recover/service"
)

// creditor is who claims of both authorities are paid to (HANTF 13, SFB 108:14 a).
const creditor = "Staten genom Försäkringskassan"

// PayTo is how to pay.
type PayTo struct {
	Account string // such as "bankgiro 123-4567"; must be stated
	// Reference is what the payer states. Left out, it is the OCR reference of the
	// digits of the claim's number, with a length digit.
	Reference string
}

// Demand is a debt-collection demand (inkassokrav) with what INKL 5 asks for.
type Demand struct {
	Claim      string
	On         calendar.Date // the day it is sent
	Creditor   string
	Ground     Ground
	Recipients []Recipient
	Amounts    Amounts // what is owed on the day; interest through that day
	Accrued    []Interest
	Settled    money.Amount  // of the accrued interest: paid, waived or set off before
	Late       LateInterest  // what goes on
	Due        calendar.Date // None for a mistaken payment: it falls due by the demand
	Until      calendar.Date // the last day to pay or object
	PayTo      PayTo
	Law        []statute.Ref
}

// Ground is what the claim rests on.
type Ground struct {
	Type      claim.Type
	Law       statute.Ref
	Benefit   benefit.Code
	Authority claim.Authority // that decided it
	DecidedOn calendar.Date
}

func groundOf(d *claim.Decision) Ground {
	t := claim.TypeOf(d)
	return Ground{t, t.Rule().Law, d.Benefit, d.Authority, d.DecidedOn}
}

// Recipient is one it is sent to, and what can be demanded of him, öre.
type Recipient struct {
	service.Addressee
	Owes money.Amount
}

// Interest is the interest of a run of days.
type Interest struct {
	Days      calendar.Period
	Principal money.Amount // it was computed on
	Ppm       int64        // the rate a year, millionths
	Parameter string       // that gives the rate
	Law       statute.Ref
	Amount    money.Amount
}

// LateInterest is what runs if nothing is paid.
type LateInterest struct {
	From calendar.Date // the first day; for a mistaken payment after the demand (RANTEL 4)
	Ppm  int64         // the rate on the day of the demand; it follows the reference rate
	Law  statute.Ref
	None bool // the claim bears no interest
}

// DemandOf is the demand that would be sent on the day of the position. A *Stopped
// lists all that is in its way: also, by name, a rate that is not known, because a
// demand states its interest.
func DemandOf(p *position.Position, pay PayTo) (*Demand, error) {
	return demandUntil(p, pay, calendar.None)
}

// demandUntil is a demand with a later day to answer than must be.
func demandUntil(p *position.Position, pay PayTo, until calendar.Date) (*Demand, error) {
	h := newHurdles(p)
	h.demand()
	if pay.Account == "" {
		h.add("no-account", "INKL 5", "a demand says how to pay: state the account")
	}
	ref, err := reference(p.ID(), pay.Reference)
	if err != nil {
		h.add("no-reference", "INKL 5", "%v", err)
	}
	least, err := replyBy(p)
	if err != nil {
		return nil, err
	}
	if until == calendar.None {
		until = least
	} else if until < least {
		h.add("reply-too-short", "INKL 5", "a demand of %s can be answered through %s at least", p.On, least)
	}
	if err := h.end("demand"); err != nil {
		return nil, err
	}
	d := &Demand{Claim: p.ID(), On: p.On, Creditor: creditor, Ground: groundOf(&p.Decision), Amounts: amountsOf(&p.Account.Balances), Due: p.Deadlines.Due,
		Until: until, PayTo: PayTo{pay.Account, ref}, Law: []statute.Ref{"INKL 5", "INKL 6", "HANTF 13"}}
	if d.Recipients, err = recipients(p); err != nil {
		return nil, err
	}
	return d, d.interest(p)
}

// demand are the hurdles of a demand.
func (h *hurdles) demand() {
	p := h.p
	track := claim.TrackOf(&p.Decision)
	due := p.Deadlines.Due
	switch {
	case track == claim.PublicTrack:
		h.add("wrong-track", "HANTF 2", "the decision is itself enforceable: hand it over")
	case track == claim.MistakenTrack: // nothing is due before it is demanded
	case due == calendar.None:
		h.add("not-sent", "FL 33", "the decision has not been sent")
	case p.On <= due:
		h.add("not-overdue", "INKL 5", "it is due on %s", due)
	case !has(p, claim.Reminded):
		h.add("reminder-first", "HANTF 10", "no reminder is recorded")
	}
	if p.Has(claim.Contested) || p.Deadlines.Contested {
		h.add("contested", "INKL 8", "the decision is contested: no measure is taken while it may be unfounded")
	}
	h.collecting()
	h.rates("INKL 5")
	h.machines(claim.Demanded)
}

// replyBy is the last day to answer. A mistaken payment falls due thirty days after
// the demand, which is then the time to answer (RANTEL 4).
func replyBy(p *position.Position) (calendar.Date, error) {
	name := statute.DemandReplyDays
	if claim.TrackOf(&p.Decision) == claim.MistakenTrack {
		name = statute.DemandDueDays
	}
	v, err := p.Terms.Parameters.Value(name, p.On)
	if err != nil {
		return calendar.None, fmt.Errorf("the time to answer a demand of claim %s: %w", p.ID(), err)
	}
	return p.On.AddDays(int(v.Int64)), nil
}

// reference is the payment reference: as stated, or of the claim's digits.
func reference(id, stated string) (string, error) {
	if stated != "" {
		return stated, nil
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, id)
	ref, err := identity.NewOCR(digits, true)
	if err != nil {
		return "", fmt.Errorf("no payment reference can be made of the claim's number %q (%w): state one", id, err)
	}
	return ref, nil
}

func recipients(p *position.Position) (all []Recipient, err error) {
	for _, d := range p.Decision.Debtors {
		r := Recipient{Addressee: service.AddresseeOf(p, d.Number)}
		if r.Owes, err = p.Owes(d.Number); err != nil {
			return nil, err
		}
		if r.Owes > 0 {
			all = append(all, r)
		}
	}
	return all, nil
}

// interest takes the periods, rates and principals from the explained account.
func (d *Demand) interest(p *position.Position) error {
	a, err := claim.NewAccount(&p.Decision, p.Events, p.On, p.KnownAt, p.Terms.Law, true)
	if err != nil {
		return err
	}
	accrued := money.Amount(0)
	for _, s := range a.Steps {
		if s.Sort != claim.StepInterest {
			continue
		}
		d.accrue(Interest{calendar.Period{From: s.From, To: s.On}, s.Base, s.Ppm, s.Parameter, s.Law, s.Amount})
		accrued += s.Amount
	}
	d.Settled = accrued - d.Amounts.Interest
	switch rule := claim.TypeOf(&p.Decision).Rule(); rule.Interest {
	case claim.InterestCivil:
		d.Late = LateInterest{From: d.Until + 1, Law: "RANTEL 4"}
		if has(p, claim.Demanded) { // the first demand counts
			d.Late = LateInterest{From: p.On + 1, Law: "RANTEL 6"}
		}
	case claim.InterestFree:
		d.Late = LateInterest{From: calendar.None, None: true, Law: rule.Law}
	default:
		d.Late = LateInterest{From: p.On + 1, Law: "SFB 108:19"}
	}
	if d.Amounts.Principal == 0 {
		d.Late.None = true
	}
	var known bool
	if d.Late.Ppm, known = p.Terms.Law.LateRate(p.On); !known && !d.Late.None {
		return fmt.Errorf("the late interest of claim %s: %w", d.Claim, &statute.MissingError{Name: statute.ReferenceRate, On: p.On})
	}
	return nil
}

// accrue adds days of interest, to the days before them where nothing has changed.
func (d *Demand) accrue(i Interest) {
	if n := len(d.Accrued); n > 0 {
		last := &d.Accrued[n-1]
		if last.Days.To+1 == i.Days.From && last.Principal == i.Principal && last.Ppm == i.Ppm && last.Parameter == i.Parameter && last.Law == i.Law {
			last.Days.To = i.Days.To
			last.Amount += i.Amount
			return
		}
	}
	d.Accrued = append(d.Accrued, i)
}
