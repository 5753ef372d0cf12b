package staff

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
	"balans/recover/payment"
	"balans/recover/position"
)

// Where a payment is directed.
const (
	toClaim   = "claim"   // the payer names this claim
	toNothing = "nothing" // the law divides it over what is due
)

// unknownPayer is the choice of who paid when nobody knows.
const unknownPayer = "unknown"

var (
	directedField = actField{name: "act_directed", sort: oneField, of: func(x *acting) []option {
		return []option{{Value: toClaim, Text: x.text("act.directed.claim", x.on.ID)}, {Value: toNothing, Text: x.text("act.directed.nothing")}}
	}}
	payerField = actField{name: "act_payer", sort: oneField, of: func(x *acting) []option {
		return append(debtorOptions(x), option{Value: unknownPayer, Text: x.text("act.payer.unknown")})
	}}
)

// moneyActs is payments and credits.
var moneyActs = []act{
	{name: "pay", group: "money", kinds: []claim.Kind{claim.Paid}, law: "HB 9:5",
		fields: []actField{{name: "act_payment", sort: lineField}, {name: "act_amount", sort: kronorField}, onField, payerField, directedField,
			{name: "act_channel", sort: oneField, of: channels}, {name: "act_claims", sort: claimsField}},
		plainest: allAs("act_payment", "-", "act_amount", "0,01"), build: bookPayment},
	{name: "place", group: "money", law: "HB 9:5", plainest: placings, build: placePayment,
		fields: []actField{{name: "act_waiting", sort: oneField, free: true, of: waitingPayments, when: func(x *acting) bool { return len(x.waiting) > 0 }, first: firstWaiting},
			{name: "act_unknown", sort: lineField, free: true}, onField, payerField, directedField, {name: "act_claims", sort: claimsField}}},
	{name: "refund_rest", group: "money", plainest: allAs("act_reason", "-"), build: refundRest,
		fields: []actField{{name: "act_waiting", sort: oneField, of: waitingPayments}, {name: "act_amount", sort: kronorField, free: true}, onField, reasonField}},
	{name: "correct", group: "money", law: "HB 9:5", plainest: func(x *acting) []url.Values { return x.eachPlaced("act_reason", "-") },
		fields: []actField{{name: "act_placed", sort: oneField, of: placedPayments}, onField, {name: "act_to", sort: oneField, of: otherClaims}, reasonField}, build: correctPayment},
	{name: "reverse", group: "money", law: "HB 9:5", fields: []actField{{name: "act_taken", sort: oneField, of: takenPayments}, onField, reasonField},
		plainest: func(x *acting) (all []url.Values) {
			for _, o := range takenPayments(x) {
				all = append(all, filledAs("act_taken", o.Value, "act_reason", "-"))
			}
			return append(all, filledAs("act_reason", "-"))
		}, build: reversePayment},
	{name: "refund", group: "money", kinds: []claim.Kind{claim.Refunded}, fields: []actField{{name: "act_amount", sort: kronorField, free: true}, onField, reasonField},
		plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			c := payment.RefundCredit{Claim: x.on, Amount: x.got.amounts["act_amount"], On: x.got.days["act_on"], Reason: x.got.texts["act_reason"]}
			return paymentRun(x, &c.Errand, &c)
		}},
	{name: "move_credit", group: "money", law: "HB 9:5", fields: []actField{onField, {name: "act_claims", sort: claimsField}}, build: moveCredit,
		plainest: func(x *acting) []url.Values {
			v := url.Values{}
			for _, c := range x.others {
				v.Add("act_claims", c.ID)
			}
			return []url.Values{v}
		}},
}

// paymentDoer is a command about a payment.
type paymentDoer interface {
	Do(context.Context, *journal.Journal) (payment.Receipt, error)
}

// paymentRun carries out a command about a payment.
func paymentRun(x *acting, errand *position.Errand, c paymentDoer) actRun {
	return func(ctx context.Context, e position.Errand) (actOutcome, error) {
		*errand = e
		r, err := c.Do(ctx, x.s.journal)
		return actOutcome{Receipt: r.Receipt, allocation: r.Allocation, notes: r.Notes}, err
	}
}

func channels(x *acting) (all []option) {
	for _, c := range []string{"bankgiro", "plusgiro", payment.ChannelKFM, "other"} {
		all = append(all, option{Value: c, Text: x.text("act.channel." + c)})
	}
	return all
}

// payer is the one of the debtors who paid; 0 when it is not known.
func (x *acting) payer() identity.Number {
	if x.got.texts["act_payer"] == unknownPayer {
		return 0
	}
	x.got.texts["act_debtor"] = x.got.texts["act_payer"]
	return x.debtor()
}

// reference is what the payer's direction names.
func (x *acting) reference() string {
	if x.got.texts["act_directed"] == toClaim {
		return x.on.ID
	}
	return ""
}

func bookPayment(x *acting) actRun {
	c := payment.Book{Claims: x.several(), Incoming: payment.Incoming{ID: x.got.texts["act_payment"], Payer: x.payer(), Amount: x.got.amounts["act_amount"],
		BookedOn: x.got.days["act_on"], Reference: x.reference(), Channel: x.got.texts["act_channel"]}}
	if strings.ContainsAny(c.ID, " ") {
		x.a.wrong("act_payment", "error.act.word", x.text("field.act_payment"))
	}
	// A payment is booked once for its number under its payer; under another payer it
	// would be another payment.
	for _, other := range x.payers() {
		if other == c.Payer {
			continue
		}
		stream, err := x.loadStream(payment.StreamOf(other, c.ID))
		if err == nil && len(stream) > 0 {
			x.a.wrong("act_payment", "error.act.payment", c.ID)
			break
		}
	}
	return paymentRun(x, &c.Errand, &c)
}

// payers are those a payment on the claim may stand under: its debtors, and nobody.
func (x *acting) payers() []identity.Number {
	all := []identity.Number{0}
	for _, d := range x.life.decision.Debtors {
		all = append(all, d.Number)
	}
	return all
}

func waitingPayments(x *acting) (all []option) {
	for _, w := range x.waiting {
		all = append(all, option{Value: w.Payment, Text: x.text("act.payment", w.Payment, w.Since.String(), w.Rest.Kronor())})
	}
	return all
}

func firstWaiting(x *acting) string { return x.waiting[0].Payment }

// fewUnknown is how many of the payments of unknown payers are tried to know whether the
// claim takes any; there may be thousands, and they differ in little.
const fewUnknown = 3

// placings is a form for each payment that may be placed, by each of the debtors, with
// every claim they have.
func placings(x *acting) (all []url.Values) {
	for n := range x.life.decision.Debtors {
		add := func(waiting, unknown string) {
			v := filledAs("act_waiting", waiting, "act_unknown", unknown, "act_payer", strconv.Itoa(n+1))
			for _, c := range x.others {
				v.Add("act_claims", c.ID)
			}
			all = append(all, v)
		}
		for _, w := range x.waiting {
			add(w.Payment, "")
		}
		for _, w := range x.unknown[:min(fewUnknown, len(x.unknown))] {
			add("", w.Payment)
		}
	}
	return append(all, nil)
}

func placePayment(x *acting) actRun {
	chosen, typed := x.got.texts["act_waiting"], x.got.texts["act_unknown"]
	from, id := x.waiting, chosen
	if typed != "" {
		from, id = x.unknown, typed
	}
	at := slices.IndexFunc(from, func(w claim.Loose) bool { return w.Payment == id })
	switch {
	case chosen == "" && typed == "":
		x.a.wrong("act_unknown", "error.act.none.act_unknown")
		return nil
	case chosen != "" && typed != "":
		x.a.wrong("act_unknown", "error.act.both")
		return nil
	case at < 0:
		x.a.wrong("act_unknown", "error.act.unplaced", typed)
		return nil
	}
	w := from[at]
	c := payment.Later{Payment: payment.Ident{Payer: w.Payer, ID: w.Payment}, Claims: x.several(), On: x.got.days["act_on"], Reference: x.reference()}
	if w.Payer == 0 {
		c.Payer = x.payer()
	}
	return paymentRun(x, &c.Errand, &c)
}

// refundRest pays back what no claim has taken of a payment.
func refundRest(x *acting) actRun {
	w := x.waiting[slices.IndexFunc(x.waiting, func(w claim.Loose) bool { return w.Payment == x.got.texts["act_waiting"] })] // one of the options
	c := payment.RefundRest{Payment: payment.Ident{Payer: w.Payer, ID: w.Payment}, Amount: x.got.amounts["act_amount"], On: x.got.days["act_on"], Reason: x.got.texts["act_reason"]}
	if c.Amount > w.Rest {
		x.a.wrong("act_amount", "error.act.rest", x.text("field.act_amount"), w.Rest.Kronor())
	}
	return paymentRun(x, &c.Errand, &c)
}

// outstanding are the payments of the claim with what is not taken back of each.
func (x *acting) outstanding() (paid []claim.Event) {
	for _, e := range x.life.counted {
		if e.Kind != claim.Paid {
			continue
		}
		for i := range x.life.counted {
			if back := &x.life.counted[i]; back.Kind == claim.PaymentReversed && back.Detail().Ref == e.ID {
				e.Amount -= back.Amount
				e.ToPrincipal -= min(back.ToPrincipal, e.ToPrincipal)
			}
		}
		if e.Amount > 0 && e.ID != "" {
			paid = append(paid, e)
		}
	}
	return paid
}

// ident is the payment that an event of the claim came from; false when it has no stream
// of its own, as one taken over from another system. The event names its payer when that
// is one of the debtors.
func (x *acting) ident(e *claim.Event) (payment.Ident, bool) {
	p := payment.Ident{Payer: e.Detail().Debtor, ID: e.Detail().Ref}
	if e.Mode == "setoff" || e.Mode == "moved" || p.ID == "" {
		return p, false
	}
	stream, err := x.loadStream(payment.StreamOf(p.Payer, p.ID))
	return p, err == nil && len(stream) > 0
}

// takenPayments are the payments that can be taken back: those that came in.
func takenPayments(x *acting) (all []option) {
	for _, p := range x.outstanding() {
		if p.Mode != "setoff" && p.Mode != "moved" {
			all = append(all, option{Value: p.ID, Text: x.text("act.payment", cmp.Or(p.Detail().Ref, p.ID), p.OccurredOn.String(), p.Amount.Kronor())})
		}
	}
	return all
}

// placedPayments are those of them that can be placed anew.
func placedPayments(x *acting) (all []option) {
	for _, p := range x.outstanding() {
		if _, ok := x.ident(&p); ok {
			all = append(all, option{Value: p.ID, Text: x.text("act.payment", p.Detail().Ref, p.OccurredOn.String(), p.Amount.Kronor())})
		}
	}
	return all
}

func otherClaims(x *acting) (all []option) {
	for _, c := range x.others {
		all = append(all, option{Value: c.ID, Text: c.ID})
	}
	return all
}

// eachPlaced is a form for each payment and each claim it may go to.
func (x *acting) eachPlaced(pairs ...string) (all []url.Values) {
	for _, p := range placedPayments(x) {
		for _, c := range x.others {
			all = append(all, filledAs(append([]string{"act_placed", p.Value, "act_to", c.ID}, pairs...)...))
		}
	}
	return append(all, filledAs(pairs...))
}

// paymentChosen is the payment of the claim that was chosen.
func (x *acting) paymentChosen(id string) *claim.Event {
	all := x.outstanding()
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

// touch says that the command reads the claims that have or had something of a payment.
func (x *acting) touch(p payment.Ident) {
	stream, err := x.loadStream(payment.StreamOf(p.Payer, p.ID))
	if err != nil {
		return // the command reads it again, and says what is wrong
	}
	state, err := payment.Open(stream)
	if err != nil {
		return
	}
	for _, c := range state.Claims() {
		if !slices.Contains(x.involved, c) {
			x.involved = append(x.involved, c)
		}
	}
}

func correctPayment(x *acting) actRun {
	p, ok := x.ident(x.paymentChosen(x.got.texts["act_placed"]))
	if !ok {
		x.a.wrong("act_placed", "error.act.none.act_placed")
		return nil
	}
	to := x.others[slices.IndexFunc(x.others, func(c position.Claim) bool { return c.ID == x.got.texts["act_to"] })]
	x.got.claims = []position.Claim{to}
	c := payment.Correct{Payment: p, Claims: x.several(), On: x.got.days["act_on"], Reference: to.ID, Reason: x.got.texts["act_reason"]}
	x.touch(p)
	return paymentRun(x, &c.Errand, &c)
}

// reversePayment takes back a payment that bounced. One that was taken over from another
// system is on this claim alone.
func reversePayment(x *acting) actRun {
	e := x.paymentChosen(x.got.texts["act_taken"])
	if p, ok := x.ident(e); ok {
		c := payment.Reverse{Payment: p, On: x.got.days["act_on"], Reason: x.got.texts["act_reason"]}
		x.touch(p)
		return paymentRun(x, &c.Errand, &c)
	}
	if !x.isTakenOver(e.ID) { // it has a stream, under a payer who owes nothing here
		x.a.wrong("act_taken", "error.act.payer")
		return nil
	}
	back := claim.Event{Kind: claim.PaymentReversed, OccurredOn: max(x.got.days["act_on"], e.OccurredOn), Amount: e.Amount, ToPrincipal: e.ToPrincipal, ByLaw: e.ByLaw,
		Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: e.ID, Reason: x.got.texts["act_reason"]}}
	return x.record(back)
}

// isTakenOver reports whether an event belongs to a history from another system.
func (x *acting) isTakenOver(id string) bool {
	n := slices.IndexFunc(x.life.events, func(e claim.Event) bool { return e.ID == id })
	return n >= 0 && journal.IsTakenOver(x.life.stored[n].Cause)
}

func moveCredit(x *acting) actRun {
	claims := x.several()
	if len(claims) == 1 {
		x.a.wrong("act_claims", "error.act.none.act_claims")
	}
	c := payment.MoveCredit{From: x.on, To: claims[1:], On: x.got.days["act_on"]}
	return paymentRun(x, &c.Errand, &c)
}
