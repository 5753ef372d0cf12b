package staff

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

const theClaim = theCase + "-1"

// reviewed takes a decided case on to a review of its claim, up to where somebody else is to
// decide. entitled is what should have been paid after all, in kronor.
func (a *agency) reviewed(entitled string) (id string) {
	a.t.Helper()
	a.decidedCase(theCase)
	a.leave(21, theCase)
	loc := a.does(reviewHref(theClaim), worker, "ref", "Dnr 88", "text", "Jag arbetade bara en av dagarna.")
	_, id, _ = strings.Cut(loc, "id=")
	id, _, _ = strings.Cut(id, "&")
	a.does(actOf(id, "accept"), worker)
	a.does(basisOf(id), worker, "entitled-1", entitled)
	for _, s := range inquiry.Steps { // what stood in the first decision stands in the form
		a.does(stepOf(id, string(s)), worker)
	}
	return id
}

func (a *agency) decideReview(id string) {
	a.t.Helper()
	a.does(actOf(id, "propose"), worker)
	a.does(actOf(id, "submit"), worker)
	action, v := a.formAt(actOf(id, "approve"), decider)
	for _, s := range inquiry.Steps {
		if v.Has("text-" + string(s)) {
			v.Set("verdict-"+string(s), stepApproved)
		}
	}
	a.accepted(action, decider, v)
}

// kindsOf is what has happened with a claim, in order.
func (a *agency) kindsOf(id string) (kinds []string) {
	a.t.Helper()
	a.send(http.MethodGet, "/claims/"+id, worker) // reads on
	for _, e := range a.streamOfClaim(id) {
		kinds = append(kinds, strings.TrimSuffix(strings.TrimPrefix(e.Kind, "claim."), "/1"))
	}
	return kinds
}

// A request for reconsideration, from the claim's page to its outcome: upheld, lowered or
// annulled, with a letter each time.
func TestReview_fromRequestToOutcome(t *testing.T) {
	for _, x := range []struct {
		name, entitled string
		result         inquiry.Result
		kinds          []string
		mode           string
		left           money.Amount
		letter         string
	}{
		{"upheld", "0", inquiry.Upheld, []string{"reconsideration_decided"}, "unchanged", money.Kronor(2000), "Beslutet ändras inte."},
		{"lowered", "1 200", inquiry.Lowered, []string{"reconsideration_decided", "changed"}, "changed", money.Kronor(800), "kravet sänks till 800 kronor"},
		{"annulled", "2 000", inquiry.Revoked, []string{"reconsideration_decided", "annulled"}, "annulled", 0, "Beslutet upphävs"},
	} {
		t.Run(x.name, func(t *testing.T) {
			a := settled(t)
			id := a.reviewed(x.entitled)
			c := a.caseNow(21, id)
			if c.Reviews != theClaim || c.ReviewOf != theCase || c.Was != money.Kronor(2000) || c.Signal.Ref != "Dnr 88" || c.Party != person(t, 21) {
				t.Fatalf("%+v", c.Opening)
			}
			if x.result == inquiry.Upheld || x.result == inquiry.Lowered {
				a.does(actOf(id, "spare"), worker, "exemption", "unnecessary", "reason", "Den enskilde har själv begärt prövningen.")
			}
			a.decideReview(id)
			c = a.caseNow(21, id)
			if c.Result != x.result || len(c.Decision.Claims) != 0 || len(c.Decision.Letters) != 1 {
				t.Fatalf("%s %+v", c.Result, c.Decision)
			}
			want := append([]string{"decided", "dispatched", "reconsideration_asked"}, x.kinds...)
			if got := a.kindsOf(theClaim); !slices.Equal(got, want) {
				t.Errorf("the claim's events are %v, not %v", got, want)
			}
			cf, err := claimFileOf(a.streamOfClaim(theClaim))
			if err != nil {
				t.Fatal(err)
			}
			life, err := newLife(cf, a.facts.Load().columns.LawBook(), a.now().Date(), known{a.now(), true})
			if err != nil {
				t.Fatal(err)
			}
			left := life.state.Principal
			if life.state.Conditions&claim.Ended != 0 {
				left = 0
			}
			if left != x.left || life.state.Conditions&claim.Contested != 0 {
				t.Errorf("%s kronor are left, and it is contested: %v", left, life.state.Conditions&claim.Contested != 0)
			}
			for _, lang := range []string{"sv", "en"} {
				page := a.send(http.MethodGet, "/claims/"+theClaim+"?lang="+lang, worker).body
				if strings.Contains(page, "⟦") || !strings.Contains(words(page), id) {
					t.Errorf("the claim's page in %s: %s", lang, words(page))
				}
			}
			got := a.send(http.MethodGet, "/correspondence?id="+c.Decision.Letters[0], worker)
			if got.StatusCode != http.StatusOK || !strings.Contains(words(got.body), theClaim) {
				t.Errorf("the letter: %d %s", got.StatusCode, words(got.body))
			}
			text := strings.ReplaceAll(words(got.body), "\u00a0", " ")
			for _, want := range []string{"Beslut efter omprövning", "Enligt det skulle du betala tillbaka 2 000 kronor", x.letter, "överklaga det till förvaltningsrätten", "inom två månader", "113 kap. 20 §"} {
				if !strings.Contains(text, want) {
					t.Errorf("the letter lacks %q: %s", want, text)
				}
			}
			if strings.Contains(text, "begära att vi omprövar") {
				t.Error("the letter offers a reconsideration of what has been reconsidered (SFB 113:10)")
			}
			a.leave(21, id)
			if c = a.caseNow(21, id); c.State != inquiry.Closed {
				t.Errorf("it is %s", c.State)
			}
			page := words(a.send(http.MethodGet, "/inquiry?id="+theCase, worker).body)
			if !strings.Contains(page, "Omprövning av kravet "+theClaim+": ärende "+id) {
				t.Errorf("the first case does not name the review: %s", page)
			}
		})
	}
}

// What cannot be asked for, and a form that is sent twice.
func TestReview_refusals(t *testing.T) {
	a := settled(t)
	a.decidedCase(theCase)
	a.leave(21, theCase)
	a.goOn(3)
	before := a.kindsOf(theClaim)
	for _, x := range [][3]string{{"ref", "", "ref"}, {"text", " ", "text"}, {"asked_on", "", "asked_on"}, {"asked_on", "2025-05-30", "asked_on"}, {"asked_on", "2025-04-24", "asked_on"}, {"asked_on", "igår", "asked_on"}} {
		action, v := a.formAt(reviewHref(theClaim), worker, "ref", "Dnr <88>", "text", "Nej <tack>", x[0], x[1])
		got := a.post(action, worker, v)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+x[2]+`">`) || strings.Contains(got.body, "⟦") {
			t.Errorf("%v: %d %s", x, got.StatusCode, words(got.body))
		}
		checkIDs(t, x[0], got.body)
		_, again := caseForm(t, got.body, "/claims/")
		for name := range v {
			if name != "key" && again.Get(name) != v.Get(name) {
				t.Errorf("%v: %s is %q, and %q was typed", x, name, again.Get(name), v.Get(name))
			}
		}
	}
	if after := a.kindsOf(theClaim); !slices.Equal(before, after) {
		t.Fatalf("a refused form noted %v", after)
	}
	for _, user := range []string{decider, "demo-revisor", "demo-controller", "demo-chef"} {
		if got := a.send(http.MethodGet, reviewHref(theClaim), user); got.StatusCode != http.StatusForbidden {
			t.Errorf("the form as %s: %d", user, got.StatusCode)
		}
		if page := a.send(http.MethodGet, "/claims/"+theClaim, user); strings.Contains(page.body, reviewHref(theClaim)) {
			t.Errorf("%s is offered to open a review", user)
		}
	}
	action, v := a.formAt(reviewHref(theClaim), worker, "ref", "Dnr 88", "text", "Nej")
	first := a.accepted(action, worker, v)
	if second := a.accepted(action, worker, v); second != first {
		t.Errorf("sent twice it leads to %s and %s", first, second)
	}
	if got := a.kindsOf(theClaim); strings.Count(strings.Join(got, " "), "reconsideration_asked") != 1 {
		t.Errorf("%v", got)
	}
	// While it is open there is no other.
	if got := a.send(http.MethodGet, reviewHref(theClaim), worker); got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "omprövas redan i ärende R25-000002") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	v.Set("ref", "Dnr 89")
	v.Set("key", "another")
	if got := a.post(action, worker, v); got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), "omprövas redan") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	if n := len(a.casesOf(21)); n != 2 {
		t.Errorf("there are %d cases", n)
	}
}

// More is not demanded in a reconsideration (SFB 113:8).
func TestReview_doesNotRaise(t *testing.T) {
	a := settled(t)
	a.assessed(theCase)
	a.does(basisOf(theCase), worker, "entitled-1", "1 000")
	a.allSteps(theCase)
	a.does(actOf(theCase, "spare"), worker, "exemption", "urgent", "reason", "Brådskar")
	a.does(actOf(theCase, "propose"), worker)
	a.does(actOf(theCase, "submit"), worker)
	a.does(actOf(theCase, "approve"), decider, allApproved()...)
	a.leave(21, theCase)
	loc := a.does(reviewHref(theClaim), worker, "ref", "Dnr 90", "text", "Fel.")
	_, id, _ := strings.Cut(loc, "id=")
	id, _, _ = strings.Cut(id, "&")
	a.does(actOf(id, "accept"), worker)
	if _, v := a.formAt(basisOf(id), worker); v.Get("entitled-1") != "1\u00a0000" {
		t.Errorf("the form begins with %q, and the decision rests on 1 000", v.Get("entitled-1"))
	}
	a.does(basisOf(id), worker, "entitled-1", "0")
	for _, s := range inquiry.Steps {
		a.does(stepOf(id, string(s)), worker)
	}
	a.does(actOf(id, "spare"), worker, "exemption", "urgent", "reason", "Brådskar")
	action, v := a.formAt(actOf(id, "propose"), worker)
	if got := a.post(action, worker, v); got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), "113 kap. 8 §") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
}

// casesOf is the cases of a person.
func (a *agency) casesOf(n int) []*inquiry.Case {
	a.t.Helper()
	events, err := a.j.LoadParty(a.t.Context(), int64(person(a.t, n)))
	if err != nil {
		a.t.Fatal(err)
	}
	all, err := inquiry.Of(person(a.t, n), events)
	if err != nil {
		a.t.Fatal(err)
	}
	return all
}

// A claim that no case here decided: the days of the decision are asked for.
func TestReview_ofAnOlderClaim(t *testing.T) {
	a := newAgency(t, smallAgency...)
	action, v := a.formAt(reviewHref("2025-000001"), worker, "ref", "Dnr 5", "text", "Fel.")
	if got := a.post(action, worker, v); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#from">`) {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	a.accepted(action, worker, filled(v, "from", "2024-01-01", "to", "2024-12-31"))
	c := a.casesOf(13)
	if len(c) != 1 || c[0].Reviews != "2025-000001" || c[0].ReviewOf != "" || c[0].Was != money.Kronor(2750) {
		t.Fatalf("%+v", c)
	}
	if got := a.send(http.MethodGet, reviewHref("2025-000002"), worker); got.StatusCode != http.StatusConflict {
		t.Errorf("an annulled claim: %d %s", got.StatusCode, words(got.body))
	}
	if got := a.send(http.MethodGet, reviewHref("nothing"), worker); got.StatusCode != http.StatusNotFound {
		t.Errorf("no claim: %d", got.StatusCode)
	}
}

// A letter is of the benefit and the unit of its case: who has another is not shown it.
func TestCorrespondence_isOfItsMatter(t *testing.T) {
	a := settled(t)
	a.assessed(theCase)
	a.does(actOf(theCase, "hear"), worker, "answer_by", "2025-05-20")
	if _, err := a.Server.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	l, err := letter.Load(t.Context(), a.j, person(t, 21), theCase+"-kom-1", a.now())
	if err != nil {
		t.Fatal(err)
	}
	c := &call{r: httptest.NewRequest(http.MethodGet, "/correspondence", nil)}
	m, err := a.letterMatter(c, l)
	if err != nil || m.Benefit != "tillfallig-foraldrapenning" || m.Party != person(t, 21) {
		t.Errorf("%+v %v", m, err)
	}
	l.About = []string{claim.Stream("2024-000201")}
	if m, err = a.letterMatter(c, l); err != nil || m.Benefit != "assistansersattning" {
		t.Errorf("%+v %v", m, err)
	}
	l.About = nil
	if m, err = a.letterMatter(c, l); err != nil || m.Benefit != "" {
		t.Errorf("%+v %v", m, err)
	}
	for target, want := range map[string]int{"/correspondence?id=nothing": http.StatusNotFound, "/correspondence": http.StatusNotFound} {
		if got := a.send(http.MethodGet, target, worker); got.StatusCode != want {
			t.Errorf("%s: %d", target, got.StatusCode)
		}
	}
}

// After a judgment, and of the agency's own motion: the form offers what is likely, the claim is
// told of the judgment once, and the letter says which court has decided and what can be done.
func TestReview_afterJudgmentAndOfOwnMotion(t *testing.T) {
	for _, x := range []struct {
		name, likely string
		before       func(a *agency)
		form         []string
		kinds        []string // of the claim, at the end
		says, not    []string // of the letter
	}{
		{"judgment", "judgment", func(a *agency) {
			a.carriedOut(theClaim, "appeal", "act_number", "1234-25", "act_court", "forvaltningsratten")
		},
			[]string{"court", "forvaltningsratten"}, []string{"appealed", "judged", "changed"},
			[]string{"Beslut efter dom", "Förvaltningsrätten har den 25 april 2025 prövat beslutet", "(mål 1234-25)", "Efter domen sänks kravet till 800 kronor", "När du ska betala ändras inte", "begära att vi omprövar"}, []string{"Nu kan du överklaga"}},
		{"a judgment that is noted", "asked", func(a *agency) {
			a.carriedOut(theClaim, "appeal", "act_number", "1234-25", "act_court", "forvaltningsratten")
			a.carriedOut(theClaim, "judge", "act_number", "1234-25", "act_court", "forvaltningsratten")
		}, []string{"why", "judgment", "court", "forvaltningsratten"}, []string{"appealed", "judged", "changed"}, []string{"Beslut efter dom"}, nil},
		{"own motion", "asked", func(*agency) {}, []string{"why", "own", "asked_on", ""}, []string{"changed"},
			[]string{"Nytt beslut", "Vi har själva tagit upp beslutet", "kravet sänks till 800 kronor", "113 kap. 3 §", "begära att vi omprövar"}, []string{"Nu kan du överklaga"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			a := settled(t)
			first := a.reviewed("0")
			a.does(actOf(first, "spare"), worker, "exemption", "unnecessary", "reason", "Den enskilde har själv begärt prövningen.")
			a.decideReview(first)
			a.leave(21, first)
			before := a.kindsOf(theClaim)
			x.before(a)
			page := a.send(http.MethodGet, reviewHref(theClaim), worker).body
			if !strings.Contains(page, `name="why" value="`+x.likely+`" checked`) {
				t.Errorf("%s is not what the form begins with: %s", x.likely, page)
			}
			if x.likely == "judgment" { // which court is asked for, and what was typed is kept
				action, v := a.formAt(reviewHref(theClaim), worker, "ref", "1234-25", "text", "Domen.")
				got := a.post(action, worker, v)
				if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#court">`) || !strings.Contains(got.body, `value="judgment" checked`) {
					t.Errorf("%d %s", got.StatusCode, words(got.body))
				}
			}
			loc := a.does(reviewHref(theClaim), worker, append([]string{"ref", "1234-25", "text", "Vad domen säger."}, x.form...)...)
			_, id, _ := strings.Cut(loc, "id=")
			id, _, _ = strings.Cut(id, "&")
			a.does(actOf(id, "accept"), worker)
			a.does(basisOf(id), worker, "entitled-1", "1 200")
			for _, s := range inquiry.Steps {
				a.does(stepOf(id, string(s)), worker)
			}
			a.does(actOf(id, "spare"), worker, "exemption", "unnecessary", "reason", "Till den enskildes fördel.")
			a.decideReview(id)
			if got := a.kindsOf(theClaim)[len(before):]; !slices.Equal(got, x.kinds) {
				t.Errorf("the claim was told of %v, want %v", got, x.kinds)
			}
			c := a.caseNow(21, id)
			text := strings.ReplaceAll(words(a.send(http.MethodGet, "/correspondence?id="+c.Decision.Letters[0], worker).body), "\u00a0", " ")
			for _, want := range x.says {
				if !strings.Contains(text, want) {
					t.Errorf("the letter lacks %q: %s", want, text)
				}
			}
			for _, not := range x.not {
				if strings.Contains(text, not) {
					t.Errorf("the letter says %q", not)
				}
			}
			if page := a.send(http.MethodGet, "/inquiry?lang=en&id="+id, worker).body; strings.Contains(page, "⟦") || !strings.Contains(page, "tried anew") {
				t.Errorf("the case's page: %s", words(page))
			}
			a.leave(21, id)
			if c = a.caseNow(21, id); c.State != inquiry.Closed || c.Result != inquiry.Lowered {
				t.Errorf("it is %s, %s", c.State, c.Result)
			}
		})
	}
}
