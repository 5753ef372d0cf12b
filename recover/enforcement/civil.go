package enforcement

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Measure is what every command states.
type Measure struct {
	position.Errand
	Claim position.Claim
	On    calendar.Date // the day it happens
	// Number is the case's or the file's at Kronofogden or the court, where there is one.
	Number string
}

// do carries a command out on the one claim.
func (m *Measure) do(ctx context.Context, j *journal.Journal, what string, input any, rule func(*position.Draft, *position.Position) error) (journal.Receipt, error) {
	c := position.Command{Errand: m.Errand, Claims: []position.Claim{m.Claim}, Input: fmt.Sprint("enforcement ", what, m.Claim, m.On, m.Number, input)}
	c.Rule = func(d *position.Draft) error {
		p, err := d.Position(d.Claims[0], m.On)
		if err != nil {
			return err
		}
		return rule(d, p)
	}
	return c.Do(ctx, j)
}

// event is one of the command's day; nil details where nothing is stated.
func (m *Measure) event(k claim.Kind, mode string, set func(*claim.Details)) claim.Event {
	e := claim.Event{Kind: k, OccurredOn: m.On, Mode: mode}
	none := claim.Details{Until: calendar.None, First: calendar.None}
	d := none
	if d.Ref = m.Number; set != nil {
		set(&d)
	}
	if d != none {
		e.Details = &d
	}
	return e
}

// one carries out a command that adds one event, held against the guards alone.
func (m *Measure) one(ctx context.Context, j *journal.Journal, e claim.Event) (journal.Receipt, error) {
	return m.do(ctx, j, e.Kind.String(), fmt.Sprint(e.Mode, int64(e.Amount), e.Detail()), func(d *position.Draft, _ *position.Position) error {
		return d.Add(d.Claims[0], e)
	})
}

func refuse(p *position.Position, code string, law statute.Ref, format string, args ...any) error {
	return &position.Refusal{Claim: p.ID(), Code: code, Law: law, Why: fmt.Sprintf(format, args...)}
}

// fee charges a fee or a cost, when there is one; the guards hold its ceiling.
func (m *Measure) fee(d *position.Draft, part claim.Part, mode string, amount money.Amount) error {
	if amount == 0 {
		return nil
	}
	e := m.event(claim.FeeCharged, mode, func(x *claim.Details) { x.Part = part })
	e.Amount, e.ToPrincipal = amount, amount
	return d.Add(d.Claims[0], e)
}

// Remind sends a written reminder (HANTF 10).
type Remind struct {
	Measure
	Mode string       // how it is sent; electronic or forwarded to a protected person
	Fee  money.Amount // only when it was agreed when the debt arose (INKKL 2): normally 0
}

// Do carries the command out.
func (x *Remind) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "remind", fmt.Sprint(x.Mode, int64(x.Fee)), func(d *position.Draft, _ *position.Position) error {
		if err := d.Add(d.Claims[0], x.event(claim.Reminded, x.Mode, nil)); err != nil {
			return err
		}
		return x.fee(d, claim.Fee, "reminder", x.Fee)
	})
}

// SendDemand sends a demand (inkassokrav, INKL 5).
type SendDemand struct {
	Measure
	Mode  string
	Fee   money.Amount // for the demand itself (INKKL 3 and 4); 0: none
	Pay   PayTo
	Until calendar.Date // a later last day to answer than must be; None or 0: what must be
}

// Demanded is what became of it, and what is demanded; nil for a repeated command.
type Demanded struct {
	journal.Receipt
	Demand *Demand
}

// Do carries the command out. What is demanded includes the fee for demanding it.
func (x *SendDemand) Do(ctx context.Context, j *journal.Journal) (Demanded, error) {
	var r Demanded
	until := x.Until
	if until == 0 {
		until = calendar.None
	}
	var err error
	r.Receipt, err = x.do(ctx, j, "demand", fmt.Sprint(x.Mode, int64(x.Fee), x.Pay, until), func(d *position.Draft, p *position.Position) error {
		if _, err := demandUntil(p, x.Pay, until); err != nil { // before the fee makes it owe something
			return err
		}
		if err := x.fee(d, claim.Fee, "demand", x.Fee); err != nil {
			return err
		}
		p, err := d.Position(d.Claims[0], x.On)
		if err != nil {
			return err
		}
		if r.Demand, err = demandUntil(p, x.Pay, until); err != nil {
			return err
		}
		return d.Add(d.Claims[0], x.event(claim.Demanded, x.Mode, func(e *claim.Details) {
			e.Until, e.Ref = r.Demand.Until, r.Demand.PayTo.Reference
		}))
	})
	return r, err
}

// NoticeReceived records that a reminder or a demand reached a debtor: for an OLD
// claim the ten years begin anew (PRESKL 5). With a förvaltare it is when it reached
// him.
type NoticeReceived struct {
	Measure
	Debtor identity.Number // 0: all
	Proof  string          // where it is filed; must be stated
}

// Do carries the command out.
func (x *NoticeReceived) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "notice received", []any{x.Debtor, x.Proof}, func(d *position.Draft, p *position.Position) error {
		switch {
		case !has(p, claim.Reminded) && !has(p, claim.Demanded):
			return refuse(p, "nothing-sent", "PRESKL 5", "no reminder or demand had been sent by %s", x.On)
		case x.Proof == "":
			return refuse(p, "proof-missing", "PRESKL 5", "what interrupts limitation is proved: say where the proof is filed")
		}
		return d.Add(d.Claims[0], x.event(claim.NoticeReceived, "", func(e *claim.Details) { e.Debtor, e.Ref = x.Debtor, x.Proof }))
	})
}

// ApplyOrder applies for an order to pay (betalningsföreläggande). Kronofogden's fee
// is charged as a cost.
type ApplyOrder struct {
	Measure
	Costs money.Amount // the agency's own, where it has set what they may be (BFL 46); 0: none
}

// Do carries the command out. The time to answer the demand must have passed (INKL 6).
func (x *ApplyOrder) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "apply", int64(x.Costs), func(d *position.Draft, p *position.Position) error {
		if err := d.Add(d.Claims[0], x.event(claim.OrderApplied, "", nil)); err != nil {
			return err
		}
		fee, err := x.Terms.Parameters.Value(statute.PaymentOrderApplicationFee, x.On)
		if err != nil {
			return fmt.Errorf("the fee for applying for an order to pay claim %s: %w", p.ID(), err)
		}
		if err := x.fee(d, claim.Cost, "payment_order", money.Amount(fee.Int64)); err != nil {
			return err
		}
		return x.fee(d, claim.Cost, "payment_order_costs", x.Costs)
	})
}

// Dispute records that the debtor disputes the order, and the court it goes to.
type Dispute struct {
	Measure
	Debtor identity.Number // 0: all
	Court  string          // one word, such as stockholms_tingsratt; "" not known yet
}

// Do carries the command out.
func (x *Dispute) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.one(ctx, j, x.event(claim.OrderDisputed, x.Court, func(e *claim.Details) { e.Debtor = x.Debtor }))
}

// How an order ends without a title.
const (
	Withdrawn     = "withdrawn"
	Dismissed     = "dismissed"
	WithoutNotice = "without_notice" // the debtor never learned of it (PRESKL 7)
)

// OrderEnded records that the application ended without a title.
type OrderEnded struct {
	Measure
	How string
}

// Do carries the command out.
func (x *OrderEnded) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	if x.How != Withdrawn && x.How != Dismissed && x.How != WithoutNotice {
		return journal.Receipt{}, fmt.Errorf("an application ends %s, %s or %s, not %q: PRESKL 7 asks whether the debtor learned of it", Withdrawn, Dismissed, WithoutNotice, x.How)
	}
	return x.one(ctx, j, x.event(claim.OrderEnded, x.How, nil))
}

// Title records that a title (utslag, dom) was granted; Number is its own.
type Title struct{ Measure }

// Do carries the command out.
func (x *Title) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.one(ctx, j, x.event(claim.TitleGranted, "", nil))
}

// Enforce applies for enforcement of a title. What is owed is stored as it was
// applied for, per component.
type Enforce struct {
	Measure
	Fee money.Amount // Kronofogden's basic fee, as a cost, when it is charged (KFMAF 6); 0: not yet
}

// Do carries the command out.
func (x *Enforce) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "enforce", int64(x.Fee), func(d *position.Draft, p *position.Position) error {
		if claim.TrackOf(&p.Decision) == claim.PublicTrack {
			return refuse(p, "wrong-track", "UB 3:1", "the decision is itself enforceable: hand it over")
		}
		h := newHurdles(p)
		h.rates("")
		if err := h.end("application for enforcement"); err != nil {
			return err
		}
		e := x.event(claim.Referred, "", nil)
		carry(&e, amountsOf(&p.Account.Balances))
		if err := d.Add(d.Claims[0], e); err != nil {
			return err
		}
		return x.fee(d, claim.Cost, "kfm_basic", x.Fee)
	})
}

// Why Kronofogden returns a claim, as the event's mode.
const (
	ReturnedNoAssets   = "no_assets"
	ReturnedPaid       = "paid"
	ReturnedRecalled   = "recalled"
	ReturnedWrittenOff = "written_off" // Kronofogden has written it off
)

// Returned records that the claim came back from Kronofogden, on either track.
type Returned struct {
	Measure
	Why string
}

// Do carries the command out.
func (x *Returned) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	switch x.Why {
	case ReturnedNoAssets, ReturnedPaid, ReturnedRecalled, ReturnedWrittenOff:
		return x.one(ctx, j, x.event(claim.Returned, x.Why, nil))
	}
	return journal.Receipt{}, fmt.Errorf("a claim is returned %s, %s, %s or %s, not %q", ReturnedNoAssets, ReturnedPaid, ReturnedRecalled, ReturnedWrittenOff, x.Why)
}
