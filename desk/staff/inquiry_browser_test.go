package staff

import (
	"strings"
	"testing"

	"balans/recover/inquiry"
	"balans/testenv/browser"
)

func TestBrowser_inquiryPagesAreAccessible(t *testing.T) {
	base := servedAt(t, caseSite(t))
	byUser := map[string]map[string]string{}
	for name, x := range casePages {
		if byUser[x[0]] == nil {
			byUser[x[0]] = map[string]string{}
		}
		byUser[x[0]][name] = x[1]
	}
	byUser[worker]["inquiry-review"] = "/claims/2025-000001/review"
	byUser[worker]["inquiry-hear"] = actOf("R25-000004", "discontinue")
	for user, pages := range byUser {
		t.Run(user, func(t *testing.T) { accessibleAs(t, base, user, pages) })
	}
}

// hands is a reader with a keyboard and no mouse.
type hands struct {
	*browser.Browser
	t    *testing.T
	axe  string
	base string
}

// press goes by the keyboard to an element and uses it; the next page opens.
func (h hands) press(element, text string) {
	h.t.Helper()
	tabTo(h.t, h.Browser, element, text)
	h.Loads(func() { h.Key("Enter") })
}

// pressBefore is press for what stands before where the focus is.
func (h hands) pressBefore(element, text string) {
	h.t.Helper()
	for range 60 {
		h.Key("Shift+Tab")
		if got := h.Focused(); strings.HasPrefix(got, element) && strings.Contains(got, text) {
			h.Loads(func() { h.Key("Enter") })
			return
		}
	}
	h.t.Fatalf("Shift+Tab does not come to %q", text)
}

// write writes into a field, in place of what stands there.
func (h hands) write(element, text string) {
	h.t.Helper()
	tabTo(h.t, h.Browser, element, "")
	h.Key("Ctrl+a")
	for _, r := range text {
		if r == ' ' {
			h.Key("Space")
		} else {
			h.Key(string(r))
		}
	}
}

func (h hands) mark(id string) {
	h.t.Helper()
	tabTo(h.t, h.Browser, "input#"+id, "")
	h.Key("Space")
	if !browser.Eval[bool](h.Browser, `document.activeElement.checked`) {
		h.t.Fatalf("%s cannot be marked with the keyboard", id)
	}
}

// choose goes down in a list of choices to one.
func (h hands) choose(id, value string) {
	h.t.Helper()
	tabTo(h.t, h.Browser, "select#"+id, "")
	for range 60 {
		if browser.Eval[string](h.Browser, `document.activeElement.value`) == value {
			return
		}
		h.Key("ArrowDown")
	}
	h.t.Fatalf("%s has no choice %s", id, value)
}

// be says who one is.
func (h hands) be(name string) {
	h.t.Helper()
	h.Go(h.base + "/")
	h.press("button", "Välj "+name)
}

func (h hands) look(name string) {
	h.t.Helper()
	looksRight(h.t, h.Browser, h.axe, name)
}

func (h hands) says(want string) {
	h.t.Helper()
	if got := h.Text("main"); !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
		h.t.Fatalf("%q is missing at %s:\n%s", want, h.URL(), got)
	}
}

// One case with the keyboard alone: from the finding to the decision of another person, its
// letter and its claim, and on to Kronofogden.
func TestBrowser_caseFromFindingToKronofogden(t *testing.T) {
	a := guarded(t)
	judged(t, a, "vab-efter", "A1", "tfp-absence", 21, "2025-04-23", 2000)
	h := hands{browser.Open(t), t, read(t, "testdata/axe.min.js"), servedAt(t, a)}
	h.be("Sara Ek")
	h.Go(h.base + "/finding?run=vab-efter&payout=A1&control=tfp-absence")
	h.press("button", texts["finding.then.open"][0])
	h.look("case-finding")
	h.press("a ", theCase)
	h.look("case-signalled")
	h.press("a ", texts["inquiry.act.accept"][0])
	h.look("case-accept")
	h.press("button ", texts["inquiry.act.accept"][0])
	h.press("a ", texts["inquiry.basis.enter"][0])
	h.look("case-basis")
	h.press("button ", texts["inquiry.basis.button"][0])
	h.steps()
	h.hear()
	h.propose()
	h.decide(a)
	h.collect(a)
}

// steps assesses the six, one after the other as the page leads; the first is refused once.
func (h hands) steps() {
	h.t.Helper()
	save := func() { h.t.Helper(); h.press("button ", texts["inquiry.step.button"][0]) }
	for i, s := range inquiry.Steps {
		h.press("a ", "Bedöm: "+texts["inquiry.step."+string(s)][0])
		h.look("case-step-" + string(s))
		switch s {
		case inquiry.Facts:
			h.choose("cause", "not-reported")
			h.mark("answer-1")
			save()
			if got := h.Focused(); !strings.HasPrefix(got, "div") {
				h.t.Errorf("after a fault the focus is on %q", got)
			}
			h.look("case-step-refused")
			h.Key("Tab")
			if got := browser.Eval[string](h.Browser, `document.activeElement.hash`); got != "#reason-1" {
				h.t.Errorf("the fault leads to %q", got)
			}
			h.write("textarea#reason-1", "Du arbetade de dagarna.")
		case inquiry.Liability:
			h.mark("answer-1")
			h.choose("ground-1", "ordinary")
			h.write("textarea#reason-1", "Du anmälde inte att du arbetade.")
		case inquiry.Waiver, inquiry.Limitation:
			h.mark("answer-1")
			h.write("textarea#reason-1", "Det finns inget som talar emot det.")
		}
		save()
		h.says(texts["inquiry.done.step"][0])
		if i == 0 {
			h.look("case-investigated")
		}
	}
}

// hear lets the person answer; the letter is looked at for another day first.
func (h hands) hear() {
	h.t.Helper()
	h.press("a ", texts["inquiry.act.hear"][0])
	tabTo(h.t, h.Browser, "input#answer_by", "")
	h.Key("0", "5", "2", "0", "2", "0", "2", "5")
	if got := browser.Eval[string](h.Browser, `document.activeElement.value`); got != "2025-05-20" {
		h.t.Fatalf("the day is %q", got)
	}
	h.press("button ", texts["inquiry.again"][0])
	h.says("20 maj 2025")
	if got := browser.Eval[string](h.Browser, `location.hash`); got != "#preview" {
		h.t.Errorf("the letter is shown at %q", got)
	}
	h.look("case-hear")
	h.pressBefore("button ", texts["inquiry.act.hear"][0])
	h.says(texts["inquiry.done.hear"][0])
	h.look("case-hearing")
	h.press("a ", texts["inquiry.act.answer"][0])
	h.write("textarea#text", "Jag visste inte det.")
	h.press("button ", texts["inquiry.act.answer"][0])
}

// propose puts the decision forward; the proposer cannot decide it.
func (h hands) propose() {
	h.t.Helper()
	h.press("a ", texts["inquiry.act.propose"][0])
	h.write("textarea#reply", "Det stod i beslutet.")
	h.press("button ", texts["inquiry.again"][0])
	h.says("Det stod i beslutet.")
	h.look("case-propose")
	h.pressBefore("button ", texts["inquiry.act.propose"][0])
	h.press("a ", texts["inquiry.act.submit"][0])
	h.press("button ", texts["inquiry.act.submit"][0])
	h.look("case-submitted")
	h.Go(h.base + actOf(theCase, "approve"))
	h.look("case-own")
	if got := h.Text("main"); strings.Contains(got, "2 000") || strings.Contains(got, texts["inquiry.verdict.approved"][0]) {
		h.t.Errorf("the proposer is shown the form of the decision: %s", got)
	}
}

// decide is another person's: step by step, to the letter and the claim.
func (h hands) decide(a *agency) {
	h.t.Helper()
	h.be("Anna Holm")
	h.press("a ", "Ärenden")
	h.look("case-list")
	h.press("a ", theCase)
	h.look("case-approval")
	h.press("a ", texts["inquiry.act.approve"][0])
	h.look("case-decide")
	for _, s := range inquiry.Steps {
		h.mark("verdict-" + string(s))
	}
	h.press("button ", texts["inquiry.act.approve"][0])
	h.says(texts["inquiry.done.approve"][0])
	h.look("case-decided")
	h.press("a ", theClaim+"-beslut-1")
	h.says("2 000")
	h.look("case-letter")
	h.press("a ", theCase)
	h.press("a ", "Krav "+theClaim)
	h.says("Beslutat i ärende " + theCase)
	h.look("case-claim")
	a.leave(21, theCase)
}

// collect takes the claim on, when the letter has left, to where Kronofogden has it.
func (h hands) collect(a *agency) {
	h.t.Helper()
	h.be("Sara Ek")
	a.goOn(5)
	h.Go(h.base + "/claims/" + theClaim)
	h.press("a ", texts["act.receipt"][0])
	h.write("input#act_proof", "Kvitto 1")
	h.press("button ", "Visa vad som händer")
	h.press("button ", "Genomför")
	a.goOn(80)
	h.Go(h.base + "/worklist?list=ready_for_handover&on=" + a.now().Date().String())
	h.look("case-ready")
	h.press("a ", theClaim)
	h.Go(h.base + "/claims/" + theClaim)
	h.press("a ", texts["act.handover"][0])
	h.press("button ", "Visa vad som händer")
	h.look("case-handover")
	h.press("button ", "Genomför")
	h.look("case-handed")
	h.Go(h.base + "/worklist?list=ready_for_handover&on=" + a.now().Date().String())
	if got := h.Text("main"); strings.Contains(got, theClaim) {
		h.t.Error("what was handed over is still on the list")
	}
}
