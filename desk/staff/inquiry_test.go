package staff

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// A case from the finding to the claim, by the pages alone.
func TestInquiry_goesFromFindingToClaim(t *testing.T) {
	a := settled(t)
	a.decidedCase(theCase)
	c := a.caseNow(21, theCase)
	if c.State != inquiry.Executing || c.Result != inquiry.RepayFull || len(c.Decision.Claims) != 1 || c.Decision.Proposer != worker || c.Decision.By != decider {
		t.Fatalf("%s %s %+v", c.State, c.Result, c.Decision)
	}
	page := a.send(http.MethodGet, "/inquiry?id="+theCase, decider)
	for _, want := range []string{`href="/claims/R25-000001-1"`, `href="/correspondence?id=R25-000001-1-beslut-1"`, `href="/correspondence?id=R25-000001-kom-1"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, target := range []string{"/claims/R25-000001-1", "/correspondence?id=R25-000001-1-beslut-1", "/correspondence.pdf?id=R25-000001-1-beslut-1", "/correspondence.txt?id=R25-000001-kom-1"} {
		if got := a.send(http.MethodGet, target, worker); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s", target, got.StatusCode, words(got.body))
		}
	}
	a.leave(21, theCase)
	if c = a.caseNow(21, theCase); c.State != inquiry.Closed {
		t.Errorf("after the letter left it is %s", c.State)
	}
	claimPage := words(a.send(http.MethodGet, "/claims/R25-000001-1", worker).body)
	for _, want := range []string{"Beslutat i ärende R25-000001, Avslutat", "Öppna ett ärende om omprövning"} {
		if !strings.Contains(claimPage, want) {
			t.Errorf("the claim's page lacks %q", want)
		}
	}
}

// What comes next is the one primary button, and what is rare stands apart.
func TestInquiry_offersOnePrimaryAct(t *testing.T) {
	a := settled(t)
	look := func(user, primary string, rare ...string) {
		t.Helper()
		page := a.send(http.MethodGet, "/inquiry?id="+theCase, user).body
		_, todo, _ := strings.Cut(page, `<h2 id="todo">`)
		todo, _, _ = strings.Cut(todo, "</section>")
		n := strings.Count(todo, "button--primary")
		if primary == "" && n != 0 || primary != "" && (n != 1 || !strings.Contains(words(todo), primary)) {
			t.Errorf("as %s: %d primary buttons, want %q in %s", user, n, primary, words(todo))
		}
		_, button, _ := strings.Cut(todo, "button--primary")
		if i := strings.Index(button, "</a>"); primary != "" && !strings.HasSuffix(button[:max(0, i)], primary) {
			t.Errorf("the primary button is %q, want %q", button[:max(0, i)], primary)
		}
		for _, r := range rare {
			_, more, _ := strings.Cut(todo, "Fler åtgärder")
			if more, _, _ = strings.Cut(more, "</details>"); !strings.Contains(more, r) {
				t.Errorf("%q is not among what is rare: %s", r, words(more))
			}
		}
	}
	look(worker, "Ta upp till utredning", "Stoppa tills vidare", "Anteckna polisanmälan", "Skriv av")
	look("demo-revisor", "")
	a.does(actOf(theCase, "accept"), worker)
	look(worker, "Ange underlag")
	a.does(basisOf(theCase), worker)
	for _, s := range inquiry.Steps {
		look(worker, "Bedöm: "+texts["inquiry.step."+string(s)][0])
		a.does(stepOf(theCase, string(s)), worker, stepFills[s]...)
	}
	look(worker, texts["inquiry.act.hear"][0])
	a.does(actOf(theCase, "hear"), worker, "answer_by", "2025-05-20")
	look(worker, texts["inquiry.act.answer"][0])
	a.does(actOf(theCase, "answer"), worker, "text", "Nej.")
	look(worker, texts["inquiry.act.propose"][0])
	a.does(actOf(theCase, "propose"), worker, "reply", "Jo.")
	look(worker, texts["inquiry.act.submit"][0])
	a.does(actOf(theCase, "submit"), worker)
	look(worker, "")
	look(decider, texts["inquiry.act.approve"][0])
	a.does(actOf(theCase, "approve"), decider, allApproved()...)
	look(worker, "", "Begäran om omprövning av kravet R25-000001-1")
}

// refusedForm is a form that is sent with something wrong in it.
type refusedForm struct {
	do, user string
	typed    []string // beside what stands there
	at       string   // the field that is pointed at
	status   int
}

func (a *agency) checkRefused(t *testing.T, id string, r refusedForm) {
	t.Helper()
	action, v := a.formAt(actOf(id, r.do), r.user, r.typed...)
	head := a.caseNow(21, id).Version
	got := a.post(action, r.user, v)
	if got.StatusCode != r.status {
		t.Errorf("%s %q: %d, want %d\n%s", r.do, r.typed, got.StatusCode, r.status, words(got.body))
		return
	}
	if !strings.Contains(got.body, `<li><a href="#`+r.at+`">`) || !strings.Contains(got.body, `id="`+r.at+`"`) {
		t.Errorf("%s %q does not point at %s: %s", r.do, r.typed, r.at, words(got.body))
	}
	if strings.Contains(got.body, "⟦") || strings.Contains(got.body, "%!") {
		t.Errorf("%s: a text is missing: %s", r.do, words(got.body))
	}
	_, again := caseForm(t, got.body, "/inquiry")
	for name, want := range v {
		if name != "key" && name != "seen" && again.Get(name) != want[0] {
			t.Errorf("%s: %s is %q after the refusal, and %q was typed", r.do, name, again.Get(name), want[0])
		}
	}
	checkIDs(t, r.do, got.body)
	if a.caseNow(21, id).Version != head {
		t.Errorf("%s %q was stored", r.do, r.typed)
	}
}

// Every act as a form: each kind of refusal keeps what was typed, points at the field, and
// stores nothing.
func TestInquiryActs_keepWhatWasTypedWhenRefused(t *testing.T) {
	a := settled(t)
	bad, control := http.StatusBadRequest, "ett\x01tecken"
	check := func(all ...refusedForm) {
		t.Helper()
		for _, r := range all {
			if r.user == "" {
				r.user = worker
			}
			if r.status == 0 {
				r.status = bad
			}
			a.checkRefused(t, theCase, r)
		}
	}
	check(refusedForm{do: "accept", typed: []string{"reason", control}, at: "reason"},
		refusedForm{do: "discontinue", typed: []string{"reason", ""}, at: "reason"}, refusedForm{do: "discontinue", typed: []string{"reason", control}, at: "reason"},
		refusedForm{do: "halt", typed: []string{"why", "police", "until", "2025-04-25", "reason", "Utreds"}, at: "until"},
		refusedForm{do: "halt", typed: []string{"why", "police", "until", "2026-05-01", "reason", "Utreds"}, at: "until"},
		refusedForm{do: "halt", typed: []string{"why", "", "until", "2025-05-25", "reason", "Utreds"}, at: "why"},
		refusedForm{do: "halt", typed: []string{"why", "police", "until", "31 maj", "reason", "Utreds"}, at: "until"},
		refusedForm{do: "halt", typed: []string{"why", "police", "until", "", "reason", "Utreds"}, at: "until"},
		refusedForm{do: "halt", typed: []string{"why", "police", "until", "2025-05-25", "reason", ""}, at: "reason"},
		refusedForm{do: "report", typed: []string{"police_number", "", "reported_on", "2025-04-20"}, at: "police_number"},
		refusedForm{do: "report", typed: []string{"police_number", "K1", "reported_on", "2025-04-26"}, at: "reported_on"},
		refusedForm{do: "report", typed: []string{"police_number", "K1", "reported_on", "x"}, at: "reported_on"})
	a.assessed(theCase)
	check(refusedForm{do: "hear", typed: []string{"answer_by", "2025-04-25"}, at: "answer_by"}, refusedForm{do: "hear", typed: []string{"answer_by", "i maj"}, at: "answer_by"}, refusedForm{do: "hear", typed: []string{"answer_by", ""}, at: "answer_by"},
		refusedForm{do: "spare", typed: []string{"exemption", "", "reason", "x"}, at: "exemption"}, refusedForm{do: "spare", typed: []string{"exemption", "urgent", "reason", ""}, at: "reason"})
	a.does(actOf(theCase, "hear"), worker, "answer_by", "2025-05-20")
	check(refusedForm{do: "extend", typed: []string{"until", "2025-05-20", "reason", "Mer tid"}, at: "until"}, refusedForm{do: "extend", typed: []string{"until", "2025-05-30", "reason", ""}, at: "reason"},
		refusedForm{do: "answer", typed: []string{"text", ""}, at: "text"}, refusedForm{do: "answer", typed: []string{"text", control}, at: "text"})
	a.does(actOf(theCase, "answer"), worker, "text", "Nej.")
	check(refusedForm{do: "propose", typed: []string{"reply", "", "reason", "Klart <nu>"}, at: "reply"}, refusedForm{do: "propose", typed: []string{"reply", control, "reason", ""}, at: "reply"})
	a.does(actOf(theCase, "propose"), worker, "reply", "Jo.")
	a.does(actOf(theCase, "submit"), worker)
	check(refusedForm{do: "reject", user: decider, typed: []string{"step", "", "text", "Se över"}, at: "step"}, refusedForm{do: "reject", user: decider, typed: []string{"step", "waiver", "text", ""}, at: "text"})
	check(refusedForm{do: "approve", user: decider, typed: []string{"verdict-facts", "approved", "text-facts", "Bra <skrivet>"}, at: "verdict-waiver"},
		refusedForm{do: "approve", user: decider, typed: append(allApproved(), "verdict-waiver", "back"), at: "text-waiver"})
	a.does(actOf(theCase, "approve"), decider, allApproved()...)
	check(refusedForm{do: "recall", user: decider, typed: []string{"reason", "Fel"}, at: "reason", status: http.StatusConflict}) // the decider's own
}

// Every act can be sent twice and is done once.
func TestInquiryActs_sentTwiceAreDoneOnce(t *testing.T) {
	a := settled(t)
	twice := func(target, user string, pairs ...string) {
		t.Helper()
		action, v := a.formAt(target, user, pairs...)
		first := a.accepted(action, user, v)
		version := a.caseNow(21, theCase).Version
		if second := a.accepted(action, user, v); second != first {
			t.Errorf("%s: the second time leads to %s, not %s", target, second, first)
		}
		if now := a.caseNow(21, theCase).Version; now != version {
			t.Errorf("%s: the second time stored %d events", target, now-version)
		}
	}
	twice(actOf(theCase, "take"), worker)
	twice(actOf(theCase, "halt"), worker, "why", "agency", "until", "2025-05-02", "reason", "Väntar")
	twice(actOf(theCase, "resume"), worker)
	twice(actOf(theCase, "report"), worker, "police_number", "K1-25", "reported_on", "2025-04-20")
	twice(actOf(theCase, "accept"), worker)
	twice(basisOf(theCase), worker)
	for _, s := range inquiry.Steps {
		twice(stepOf(theCase, string(s)), worker, stepFills[s]...)
	}
	twice(actOf(theCase, "hear"), worker, "answer_by", "2025-05-20")
	twice(actOf(theCase, "extend"), worker, "until", "2025-05-30", "reason", "Mer tid")
	twice(actOf(theCase, "answer"), worker, "text", "Nej.")
	twice(basisOf(theCase), worker, "entitled-1", "500")
	for _, s := range inquiry.Steps {
		twice(stepOf(theCase, string(s)), worker, stepFills[s]...)
	}
	twice(actOf(theCase, "propose"), worker, "reply", "Jo.")
	twice(actOf(theCase, "submit"), worker)
	twice(actOf(theCase, "withdraw"), worker)
	twice(actOf(theCase, "submit"), worker)
	twice(actOf(theCase, "reject"), decider, "step", "waiver", "text", "Skälen räcker inte.")
	twice(stepOf(theCase, "waiver"), worker, "reason-1", "Utförligare skäl.")
	twice(actOf(theCase, "propose"), worker, "reply", "Jo.")
	twice(actOf(theCase, "submit"), worker)
	twice(actOf(theCase, "approve"), decider, allApproved()...)
	if events, err := a.j.Load(context.Background(), int64(person(t, 21)), claim.Stream(theCase+"-1")); err != nil || len(events) != 1 {
		t.Errorf("the claim has %d events: %v", len(events), err)
	}
}

// Who was second sees what the first did; nothing is stored, and it can be sent again.
func TestInquiryActs_whoWasSecondSeesWhatTheFirstDid(t *testing.T) {
	a := settled(t)
	action, v := a.formAt(actOf(theCase, "accept"), worker, "reason", "Min <anledning>")
	a.does(actOf(theCase, "take"), "demo-utredare")
	got := a.post(action, worker, v)
	page := words(got.body)
	if got.StatusCode != http.StatusConflict || a.caseNow(21, theCase).State != inquiry.Signalled {
		t.Fatalf("%d\n%s", got.StatusCode, page)
	}
	for _, want := range []string{"Inget sparades", "Någon har gjort något i ärendet sedan du öppnade det", "Johan Berg", texts["inquiry.event.assigned"][0]} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in %s", want, page)
		}
	}
	_, again := caseForm(t, got.body, "/inquiry/act")
	if again.Get("reason") != "Min <anledning>" || again.Get("key") == v.Get("key") {
		t.Errorf("the form is %v", again)
	}
	a.accepted(action, worker, again)
	if a.caseNow(21, theCase).State != inquiry.AwaitingBasis {
		t.Error("sent again it is not done")
	}
	// Where the act cannot come any more, the page says where the case is.
	_, v = a.formAt(actOf(theCase, "discontinue"), worker, "reason", "Fel")
	a.does(actOf(theCase, "discontinue"), "demo-utredare", "reason", "Dubblett")
	v.Set("seen", "4") // as if it had been seen
	if got := a.post("/inquiry/act", worker, v); got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), "Ärendet är nu i läget ”Avslutat”") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
}

// Nobody decides what is their own: not on the page, not by a form, not by delegation.
func TestInquiry_nobodyDecidesTheirOwn(t *testing.T) {
	a := settled(t)
	own := func(what, user string, worked bool) {
		t.Helper()
		page := words(a.send(http.MethodGet, "/inquiry?id="+theCase, user).body)
		if got := strings.Contains(page, "Du har föreslagit beslutet eller arbetat med det"); got != worked {
			t.Errorf("%s: the page says %v that it is the reader's own: %s", what, got, page)
		}
		got := a.send(http.MethodGet, actOf(theCase, "approve"), user)
		if worked != (got.StatusCode == http.StatusConflict) {
			t.Errorf("%s: the form answers %d", what, got.StatusCode)
		}
		if !worked {
			return
		}
		_, v := a.formAt(actOf(theCase, "halt"), worker) // any form of the case
		v = url.Values{"id": {theCase}, "seen": v["seen"], "key": {"k-" + what}}
		v = filled(v, allApproved()...)
		for _, do := range []string{"approve", "reject"} {
			v.Set("do", do)
			v.Set("step", "waiver")
			v.Set("text", "nej")
			if got := a.post("/inquiry/decide", user, v); got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "Du har föreslagit beslutet") {
				t.Errorf("%s: %s by a form: %d %s", what, do, got.StatusCode, words(got.body))
			}
			if got := a.post("/inquiry/act", user, v); got.StatusCode != http.StatusBadRequest && got.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %s through the other door: %d", what, do, got.StatusCode)
			}
		}
		if c := a.caseNow(21, theCase); c.State != inquiry.InApproval {
			t.Fatalf("%s: it is %s", what, c.State)
		}
	}
	a.inApproval(theCase)
	own("another", decider, false)
	if got := a.send(http.MethodGet, actOf(theCase, "approve"), worker); got.StatusCode != http.StatusForbidden {
		t.Errorf("who may not decide is answered %d", got.StatusCode)
	}
	// A delegate of the case worker is as good as the worker.
	f := access.Delegation{ID: "d1", Giver: worker, Taker: decider, From: day(t, "2025-04-01"), To: day(t, "2025-04-30"), Why: "semester"}
	a.delegate(f)
	own("a delegate", decider, true)
	a.goOn(6) // the delegation has ended
	own("after the delegation", decider, false)
	// Who worked on a step and holds both rights.
	a.does(actOf(theCase, "withdraw"), worker)
	a.does(actOf(theCase, "withdraw"), worker)
	c := a.caseNow(21, theCase)
	made := c.Assessments[inquiry.Waiver][0]
	made.Reason = ""
	w := inquiry.Act{Party: c.Party, Case: theCase, Actor: decider, Cause: "test"}
	if _, err := w.Assess(context.Background(), a.j, &made); err != nil {
		t.Fatal(err)
	}
	a.does(actOf(theCase, "propose"), worker, "reply", "Jo.")
	a.does(actOf(theCase, "submit"), worker)
	own("who assessed a step", decider, true)
}

// delegate stores a delegation.
func (a *agency) delegate(d access.Delegation) {
	a.t.Helper()
	body, err := journal.Body(d)
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := a.j.Append(context.Background(), journal.Append{Stream: access.Stream, Expected: journal.AnyVersion, Events: []journal.New{{Kind: access.KindDelegated, OccurredOn: d.From, Actor: "demo-admin", Cause: "test", Body: body}}}); err != nil {
		a.t.Fatal(err)
	}
}

// The letter of the hearing is shown as it will be, and anew for another day.
func TestInquiryActs_showTheLetterAnew(t *testing.T) {
	a := settled(t)
	a.assessed(theCase)
	action, v := a.formAt(actOf(theCase, "hear"), worker, "answer_by", "2025-06-18", "preview", "1")
	head := a.head()
	got := a.post(action, worker, v)
	if got.StatusCode != http.StatusOK || !strings.Contains(words(got.body), "18 juni 2025") || !strings.Contains(got.body, `id="preview"`) || !strings.Contains(got.body, `value="2025-06-18"`) {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	if a.head() != head+1 { // the reading
		t.Errorf("%d events were stored", a.head()-head)
	}
	v.Set("answer_by", "2025-04-01")
	if got := a.post(action, worker, v); got.StatusCode != http.StatusOK || strings.Contains(got.body, `id="preview"`) {
		t.Errorf("a day that has been is answered %d", got.StatusCode)
	}
	v.Set("answer_by", "snart")
	if got := a.post(action, worker, v); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="#answer_by"`) {
		t.Errorf("no day is answered %d", got.StatusCode)
	}
	a.heardAndAnswered(theCase)
	action, v = a.formAt(actOf(theCase, "propose"), worker)
	if page := a.send(http.MethodGet, actOf(theCase, "propose"), worker).body; strings.Contains(page, "letter-paper") || !strings.Contains(words(page), "Skriv bemötandet och visa brevet igen") {
		t.Error("a decision without a reply is shown as if it were whole")
	}
	got = a.post(action, worker, filled(v, "reply", "Så är det inte.", "preview", "1"))
	if got.StatusCode != http.StatusOK || !strings.Contains(got.body, "letter-paper") || strings.Count(words(got.body), "Så är det inte.") != 2 {
		t.Errorf("%d: the reply stands %d times: %s", got.StatusCode, strings.Count(words(got.body), "Så är det inte."), words(got.body))
	}
}

// Who lacks the right sees no button and no page, and everybody's reading is noted.
func TestInquiry_rightsAndReadings(t *testing.T) {
	a := settled(t)
	a.inApproval(theCase)
	views := []string{"/inquiry?id=" + theCase, "/correspondence?id=" + theCase + "-kom-1", "/correspondence.pdf?id=" + theCase + "-kom-1", "/correspondence.txt?id=" + theCase + "-kom-1"}
	for _, u := range demoUsers {
		may := slices.Contains([]string{"caseworker", "investigator", "approver", "auditor", "protection"}, u.Role)
		for _, target := range append([]string{"/inquiries"}, views...) {
			before := a.readings(person(t, 21))
			got := a.send(http.MethodGet, target, u.ID)
			want, lines := http.StatusForbidden, 0
			if may {
				want = http.StatusOK
				if target != "/inquiries" {
					lines = 1
				}
			}
			if got.StatusCode != want || a.readings(person(t, 21))-before != lines {
				t.Errorf("%s as %s: %d and %d lines in the log, want %d and %d", target, u.ID, got.StatusCode, a.readings(person(t, 21))-before, want, lines)
			}
			if n := person(t, 21); !strings.HasPrefix(target, "/correspondence") && (strings.Contains(got.body, n.String()) || strings.Contains(got.body, n.Separated())) {
				t.Errorf("%s as %s shows the number", target, u.ID)
			}
		}
		page := a.send(http.MethodGet, "/inquiry?id="+theCase, u.ID).body
		for _, x := range caseActs {
			shown := strings.Contains(page, "do="+x.name+`"`)
			mayUse := x.permission == workCase && slices.Contains([]string{"caseworker", "investigator", "protection"}, u.Role) || x.permission == approveCase && u.Role == "approver"
			if shown && !mayUse {
				t.Errorf("%s is offered %s", u.ID, x.name)
			}
			if got := a.send(http.MethodGet, actOf(theCase, x.name), u.ID); !mayUse && got.StatusCode != http.StatusForbidden {
				t.Errorf("the form of %s as %s: %d", x.name, u.ID, got.StatusCode)
			}
			door := "/inquiry/act"
			if x.permission == approveCase {
				door = "/inquiry/decide"
			}
			if got := a.post(door, u.ID, url.Values{"id": {theCase}, "do": {x.name}, "seen": {"99"}, "key": {"k"}}); !mayUse && got.StatusCode != http.StatusForbidden {
				t.Errorf("%s by a form as %s: %d", x.name, u.ID, got.StatusCode)
			}
		}
	}
}

// A case about somebody whose identity is protected is not shown, nor its letters.
func TestInquiry_protectedIsNotShown(t *testing.T) {
	a := settled(t)
	a.inApproval(theCase)
	take(t, a, "skydd.csv", "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\npopulation;prov;late;"+person(t, 21).String()+";2025-04-01;;protected;;;;;2025-04-09;;\n")
	before := a.readings(person(t, 21))
	for _, user := range []string{worker, decider, "demo-revisor"} {
		for _, target := range []string{"/inquiry?id=" + theCase, actOf(theCase, "approve"), actOf(theCase, "halt"), stepOf(theCase, "facts"), "/correspondence?id=" + theCase + "-kom-1", "/correspondence.pdf?id=" + theCase + "-kom-1"} {
			got := a.send(http.MethodGet, target, user)
			if got.StatusCode != http.StatusForbidden || strings.Contains(got.body, "2 000") || strings.Contains(got.body, person(t, 21).Masked()) {
				t.Errorf("%s as %s: %d", target, user, got.StatusCode)
			}
		}
	}
	if n := a.readings(person(t, 21)) - before; n != 0 {
		t.Errorf("%d readings were noted of what was not shown", n)
	}
	// Who handles such persons works on it as on any other, and finds it; others do not.
	for _, target := range []string{"/inquiry?id=" + theCase, "/correspondence?id=" + theCase + "-kom-1"} {
		if got := a.send(http.MethodGet, target, "demo-skydd"); got.StatusCode != http.StatusOK || !strings.Contains(got.body, person(t, 21).Masked()) || strings.Contains(got.body, person(t, 21).Separated()) {
			t.Errorf("%s to who handles protected persons: %d", target, got.StatusCode)
		}
	}
	if n := a.readings(person(t, 21)) - before; n != 2 {
		t.Errorf("%d readings were noted of two that were shown", n)
	}
	for user, found := range map[string]bool{worker: false, "demo-skydd": true} {
		if got := a.find(user, theCase); strings.Contains(got.body, "/inquiry?id="+theCase) != found {
			t.Errorf("%s finds it: %v", user, !found)
		}
	}
}

// The list says how it is sorted, and what it shows.
func TestInquiries_sayHowTheyAreSorted(t *testing.T) {
	a := settled(t)
	for order, want := range map[string]string{"": "Ärenden: 1, det försenade först, sedan de äldsta", "age": "de äldsta först", "amount": "de största beloppen först"} {
		if page := words(a.send(http.MethodGet, link("/inquiries", "order", order), worker).body); !strings.Contains(page, want) {
			t.Errorf("%q: %q is missing in %s", order, want, page)
		}
	}
	for query, want := range map[string]string{"?owner=me": "Det finns inga sådana ärenden.", "?state=closed": "Det finns inga sådana ärenden."} {
		if page := words(a.send(http.MethodGet, "/inquiries"+query, worker).body); !strings.Contains(page, want) {
			t.Errorf("%s: %s", query, page)
		}
	}
	empty := newAgency(t)
	if page := words(empty.send(http.MethodGet, "/inquiries", worker).body); !strings.Contains(page, "Det finns inga ärenden än.") {
		t.Errorf("without cases: %s", page)
	}
}

// What the case decided goes on as any claim: served, reminded, final, on the list of those
// that can be handed over, and handed over.
func TestInquiry_claimGoesOnToKronofogden(t *testing.T) {
	a := settled(t)
	a.decidedCase(theCase)
	a.leave(21, theCase)
	a.send(http.MethodGet, "/claims/"+theCase+"-1", worker) // reads on
	a.goOn(5)
	a.carriedOut(theCase+"-1", "receipt", "act_proof", "Delgivningskvitto 1")
	onList := func() bool {
		return strings.Contains(a.send(http.MethodGet, "/worklist?list=ready_for_handover&on="+a.now().Date().String(), worker).body, theCase+"-1")
	}
	a.goOn(40)
	a.carriedOut(theCase+"-1", "remind")
	if onList() {
		t.Error("it can be handed over before the decision is final")
	}
	a.goOn(40)
	if !onList() {
		t.Fatal("it is not on the list of those that can be handed over: ", words(a.send(http.MethodGet, "/worklist?list=ready_for_handover", worker).body))
	}
	a.carriedOut(theCase+"-1", "handover")
	if onList() {
		t.Error("it is still on the list")
	}
}

// Two who decide at the same moment: one decision, one claim, and the other is told.
func TestInquiry_decidedAtTheSameMoment(t *testing.T) {
	a := settled(t)
	a.inApproval(theCase)
	action, v := a.formAt(actOf(theCase, "approve"), decider, allApproved()...)
	answers := make([]int, 8)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			answers[i] = a.post(action, decider, filled(v, "key", "k"+strconv.Itoa(i))).StatusCode
		})
	}
	wg.Wait()
	done := 0
	for _, status := range answers {
		switch status {
		case http.StatusSeeOther:
			done++
		case http.StatusConflict, http.StatusBadRequest:
		default:
			t.Errorf("answered %d", status)
		}
	}
	events, err := a.j.Load(t.Context(), int64(person(t, 21)), claim.Stream(theClaim))
	if done != 1 || err != nil || len(events) != 1 {
		t.Errorf("%v: %d were told it is done, the claim has %d events: %v", answers, done, len(events), err)
	}
}

// A character that no letter can hold is told in words, where the letter is shown and where it
// would be ordered.
func TestInquiry_characterThatCannotBePrinted(t *testing.T) {
	a := settled(t)
	a.assessed(theCase)
	a.allSteps(theCase)
	a.does(stepOf(theCase, "facts"), worker, "reason-1", "Fel \U0001F600")
	const says = "tecknet \U0001F600 kan inte skrivas ut i brevet"
	action, v := a.formAt(actOf(theCase, "hear"), worker, "answer_by", "2025-05-20")
	if got := a.post(action, worker, filled(v, "preview", "1")); got.StatusCode != http.StatusOK || !strings.Contains(words(got.body), says) {
		t.Errorf("shown: %d %s", got.StatusCode, words(got.body))
	}
	v.Del("preview")
	if got := a.post(action, worker, v); got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), says) || strings.Contains(got.body, "U+1F600") {
		t.Errorf("ordered: %d %s", got.StatusCode, words(got.body))
	}
}
