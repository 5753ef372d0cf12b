package staff

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"balans/journal"
	"balans/recover/claim"
	"balans/recover/payment"
	"balans/recover/position"
)

func TestClaimAct_paymentIsBookedOnce(t *testing.T) {
	a := actAgency(t)
	a.carriedOut("2024-001001", "pay", "act_payment", "BG-7", "act_amount", "100")
	for payer, want := range map[string]string{"1": "redan sparat", "unknown": "finns redan, under en annan betalare"} {
		got := a.previewed("2024-001001", "pay", "act_payment", "BG-7", "act_amount", "100", "act_payer", payer)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), want) {
			t.Errorf("payer %s: %d %s", payer, got.StatusCode, words(got.body))
		}
	}
	if got := a.previewed("2024-001001", "pay", "act_payment", "BG-7", "act_amount", "200"); got.StatusCode != http.StatusBadRequest {
		t.Errorf("another amount under the number: %d", got.StatusCode)
	}
	if n := len(a.streamOfClaim("2024-001001")); n != 4 {
		t.Errorf("%d events", n)
	}
}

// When a payment's stream cannot be read, that is no rule that stops something: a payment
// looks as if it had none, and would be taken back on this claim alone.
func TestClaimAct_whatCannotBeReadIsAFault(t *testing.T) {
	a := actAgency(t)
	const id = "2024-001001"
	a.carriedOut(id, "pay", "act_payment", "BG-4", "act_amount", "100")
	for do, pairs := range map[string][]string{"reverse": {"act_reason", "-"}, "correct": {"act_reason", "-"}, "pay": {"act_payment", "BG-5", "act_amount", "1"}} {
		x := a.actingNow(t, id)
		x.a = &asked{values: x.initial(actNamed(do)), text: x.text, now: x.asked.now}
		x.read = map[position.Stream][]journal.Event{streamOf(x.on): x.read[streamOf(x.on)]}
		for i := 0; i+1 < len(pairs); i += 2 {
			x.a.values.Set(pairs[i], pairs[i+1])
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		x.r = x.r.WithContext(ctx)
		if _, stopped, err := x.try(actNamed(do)); err == nil {
			t.Errorf("%s: it is said that %v, %v", do, stopped, x.a.problems)
		}
	}
}

func TestClaimAct_waitingPaymentIsPlaced(t *testing.T) {
	a := actAgency(t)
	a.carriedOut("2024-001006", "pay", "act_payment", "BG-9", "act_amount", "700", "act_directed", "nothing", "act_payer", "1")
	if page := words(a.send(http.MethodGet, "/claims/2024-001007", worker).body); !strings.Contains(page, "Placera en ofördelad betalning") {
		t.Error(page)
	}
	a.carriedOut("2024-001007", "place")
	if events := a.streamOfClaim("2024-001007"); events[len(events)-1].Kind != "claim.paid/2" || !strings.Contains(events[len(events)-1].Body, "amount=70000") {
		t.Errorf("%+v", events[len(events)-1])
	}
}

// A payment of a third person has a stream that the claim cannot name: taking it back here
// alone would leave the two saying different things.
func TestClaimAct_paymentOfAThirdPersonStays(t *testing.T) {
	a := actAgency(t)
	f := a.facts.Load()
	i, _ := f.columns.Find("2024-001001")
	b := payment.Book{Incoming: payment.Incoming{ID: "BG-77", Payer: person(t, 30), Amount: 10_000, BookedOn: day(t, "2025-04-01"), Reference: "2024-001001"},
		Claims: []position.Claim{{Party: f.columns.Party(i), ID: "2024-001001"}}}
	b.Terms, b.By = f.columns.LawBook().TermsOf(a.now()), claim.Entry{Actor: "test", Cause: "test"}
	if _, err := b.Do(context.Background(), a.j); err != nil {
		t.Fatal(err)
	}
	got := a.previewed("2024-001001", "reverse", "act_reason", "x")
	if got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), "någon som inte är betalningsskyldig") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
}

// A payment that has come to lie on another claim too is not taken back before that is seen.
func TestClaimAct_whatItConcernsMayGrow(t *testing.T) {
	a := actAgency(t)
	a.carriedOut("2024-001001", "pay", "act_payment", "BG-3", "act_amount", "20 000")
	form := actFormOf(t, a.previewed("2024-001001", "reverse", "act_reason", "ingen täckning").body, "do")
	a.carriedOut("2024-001002", "place")
	stored := len(a.streamOfClaim("2024-001001"))
	got := a.post(actTarget("2024-001001"), worker, form)
	if got.StatusCode != http.StatusConflict || len(a.streamOfClaim("2024-001001")) != stored || !strings.Contains(words(got.body), "Krav 2024-001002 före och efter") {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	if done := a.post(actTarget("2024-001001"), worker, actFormOf(t, got.body, "do")); done.StatusCode != http.StatusSeeOther {
		t.Errorf("%d %s", done.StatusCode, words(done.body))
	}
}

func TestClaimAct_waitingPaymentIsPaidBack(t *testing.T) {
	a := actAgency(t)
	a.carriedOut("2024-001006", "pay", "act_payment", "BG-9", "act_amount", "700", "act_directed", "nothing", "act_payer", "1")
	if got := a.previewed("2024-001006", "refund_rest", "act_amount", "701", "act_reason", "x"); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="#act_amount"`) {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	to := a.carriedOut("2024-001006", "refund_rest", "act_reason", "betalat två gånger")
	if page := words(a.send(http.MethodGet, to, worker).body); !strings.Contains(page, "Sparat på andra krav eller på betalningen, antal händelser: 1.") {
		t.Error(page)
	}
	if page := words(a.send(http.MethodGet, "/claims/2024-001006", worker).body); !strings.Contains(page, "Ingen betalning från de betalningsskyldiga väntar") {
		t.Error(page)
	}
}

func TestClaimAct_paymentOfNobodyKnownIsPlacedByItsNumber(t *testing.T) {
	a := actAgency(t)
	a.carriedOut("2024-001006", "pay", "act_payment", "BG-10", "act_amount", "800", "act_directed", "nothing", "act_payer", "unknown")
	for _, c := range [][]string{{"act_unknown", "BG-11"}, {"act_unknown", ""}} {
		if got := a.previewed("2024-001001", "place", c...); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="#act_unknown"`) {
			t.Errorf("%v: %d %s", c, got.StatusCode, words(got.body))
		}
	}
	a.carriedOut("2024-001001", "place", "act_unknown", "BG-10")
	if events := a.streamOfClaim("2024-001001"); !strings.Contains(events[len(events)-1].Body, "amount=80000 debtor="+person(t, 21).String()) {
		t.Errorf("%+v", events[len(events)-1])
	}
}
