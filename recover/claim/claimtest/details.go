package claimtest

import (
	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// stated are the details that a kind may state, by their names in the files.
// Any kind may state a reason and refer to something as well.
var stated = map[claim.Kind][]string{
	claim.Dispatched: {"mode", "until"}, claim.Served: {"debtor", "mode"}, claim.RegisteredNotServed: {"debtor"},
	claim.ServiceAttempted: {"debtor", "mode"}, claim.MailReturned: {"debtor"}, claim.ServiceFailed: {"debtor"}, claim.AddressFound: {"debtor"},
	claim.Reminded: {"debtor", "until"}, claim.Demanded: {"debtor", "until"}, claim.NoticeReceived: {"debtor"}, claim.Acknowledged: {"debtor"},
	claim.Paid: {"debtor", "mode"}, claim.FeeCharged: {"part"}, claim.Waived: {"part", "mode"}, claim.SetoffStarted: {"second"},
	claim.PlanOffered: {"first", "count", "second", "until"}, claim.PlanAgreed: {"first", "count", "second", "mode"},
	claim.DeferralGranted: {"until"}, claim.RespiteGranted: {"until"}, claim.RestructuringStarted: {"debtor", "until"},
	claim.Appealed: {"debtor", "mode"}, claim.ReconsiderationAsked: {"debtor"}, claim.ReviewServed: {"debtor", "mode"},
	claim.OrderEnded: {"mode"}, claim.HandoverRefused: {"mode"}, claim.MessageSent: {"mode", "until"}, claim.LimitationExtended: {"count"},
	claim.DebtorDied: {"debtor"}, claim.EstateNotified: {"debtor"}, claim.GuardianAppointed: {"debtor"}, claim.GuardianEnded: {"debtor"},
	claim.IdentityProtected: {"debtor"}, claim.ProtectionEnded: {"debtor"}, claim.BankruptcyStarted: {"debtor"}, claim.BankruptcyEnded: {"debtor"},
}

// details draws what an event states beside its amount: in half of the events
// nothing. The texts hold what the stored form must encode, and neither commas
// nor quotation marks, so that tests may cut lines of the files at commas.
func details(t *rapid.T, of *claim.Decision, e *claim.Event) {
	if rapid.Bool().Draw(t, "without details") {
		return
	}
	d := claim.Details{Until: calendar.None, First: calendar.None}
	empty := d
	for _, name := range append([]string{"reason", "ref"}, stated[e.Kind]...) {
		if rapid.Bool().Draw(t, "no "+name) {
			continue
		}
		switch name {
		case "debtor":
			d.Debtor = rapid.SampledFrom(of.Debtors).Draw(t, name).Number
		case "mode":
			e.Mode = rapid.SampledFrom([]string{"ordinary", "förenklad", "100%", "setoff", "kfm", "amortise", "from_start", "a=b"}).Draw(t, name)
		case "part":
			d.Part = rapid.SampledFrom([]claim.Part{claim.Principal, claim.Charge, claim.Interest, claim.Fee, claim.Cost}).Draw(t, name)
		case "until":
			d.Until = e.OccurredOn.AddDays(rapid.IntRange(0, 400).Draw(t, name))
		case "first":
			d.First = e.OccurredOn.AddDays(rapid.IntRange(0, 60).Draw(t, name))
		case "count":
			d.Count = rapid.Int32Range(1, 12).Draw(t, name)
		case "second":
			d.Second = money.Amount(rapid.Int64Range(1, 9).Draw(t, name))
		case "ref":
			d.Ref = rapid.SampledFrom([]string{"P-17", "a1", "Å 4%20"}).Draw(t, name)
		case "reason":
			d.Reason = rapid.StringOfN(rapid.SampledFrom([]rune("a å%=+;02")), 1, 8, -1).Draw(t, name)
		}
	}
	if d != empty {
		e.Details = &d
	}
}

// ground draws the details of a decision: the legal ground, and what of the
// principal bears no interest.
func ground(t *rapid.T, d *claim.Decision) {
	if rapid.Bool().Draw(t, "with a ground") {
		d.Type = rapid.SampledFrom(claim.Types()).Draw(t, "ground")
	}
	if rapid.IntRange(0, 2).Draw(t, "with a charge") == 2 {
		d.Charge = money.Amount(rapid.Int64Range(0, int64(d.Principal)).Draw(t, "charge"))
	}
}

// Unbook gives some payments, reversals and waivers of the lives to the law to
// divide, as nobody had booked them. What is left of the principal then depends
// on interest and fees: on the whole life, and on the law.
func Unbook(t *rapid.T, stock []Life) {
	for i := range stock {
		for k := range stock[i].Events {
			e := &stock[i].Events[k]
			switch e.Kind {
			case claim.Paid, claim.PaymentReversed, claim.Waived:
				if rapid.Bool().Draw(t, "by law") {
					e.ByLaw, e.ToPrincipal = true, 0
				}
			}
		}
	}
}
