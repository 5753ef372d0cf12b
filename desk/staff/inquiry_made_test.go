package staff

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

const decider = "demo-beslutsfattare"

// theCase is the case of the finding A1 of person 21: 2 000 kronor, two days.
const theCase = "R25-000001"

func actOf(id, do string) string    { return link("/inquiry/act", "id", id, "do", do) }
func stepOf(id, step string) string { return link("/inquiry/step", "id", id, "step", step) }
func basisOf(id string) string      { return link("/inquiry/basis", "id", id) }

// caseForm reads the form of a page that is sent to a path that begins so: its values as a
// browser sends them, and where it is sent.
func caseForm(t testing.TB, page, path string) (action string, v url.Values) {
	t.Helper()
	for _, form := range regexp.MustCompile(`(?s)<form [^>]*method="post"[^>]*>.*?</form>`).FindAllString(page, -1) {
		action = attribute(form[:strings.IndexByte(form, '>')], "action")
		if !strings.HasPrefix(action, path) {
			continue
		}
		v = url.Values{}
		for _, m := range regexp.MustCompile(`<input [^>]*>`).FindAllString(form, -1) {
			if !strings.Contains(m, `type="radio"`) || strings.Contains(m, " checked") {
				v.Set(attribute(m, "name"), attribute(m, "value"))
			}
		}
		for _, m := range regexp.MustCompile(`(?s)<select [^>]*name="([^"]*)".*?</select>`).FindAllStringSubmatch(form, -1) {
			v.Set(m[1], "")
			if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[0]); chosen != nil {
				v.Set(m[1], html.UnescapeString(chosen[1]))
			}
		}
		for _, m := range regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>`).FindAllStringSubmatch(form, -1) {
			v.Set(m[1], html.UnescapeString(m[2]))
		}
		return action, v
	}
	t.Fatalf("no form leads to %s…:\n%s", path, words(page))
	return "", nil
}

// formAt is the form of an address, with changes of what stands in it.
func (a *agency) formAt(target, user string, pairs ...string) (action string, v url.Values) {
	a.t.Helper()
	got := a.send(http.MethodGet, target, user)
	if got.StatusCode != http.StatusOK {
		a.t.Fatalf("%s as %s: %d %s\n%s", target, user, got.StatusCode, words(got.body), a.faults())
	}
	path, _, _ := strings.Cut(target, "?")
	if strings.HasPrefix(path, "/inquiry") {
		path = "/inquiry"
	}
	action, v = caseForm(a.t, got.body, path)
	return action, filled(v, pairs...)
}

// does fills in the form of an address and sends it; it must be carried out.
func (a *agency) does(target, user string, pairs ...string) string {
	a.t.Helper()
	action, v := a.formAt(target, user, pairs...)
	return a.accepted(action, user, v)
}

func (a *agency) accepted(action, user string, v url.Values) string {
	a.t.Helper()
	got := a.post(action, user, v)
	if got.StatusCode != http.StatusSeeOther {
		a.t.Fatalf("%s as %s: %d\n%s\n%s", action, user, got.StatusCode, words(got.body), a.faults())
	}
	return got.Header.Get("Location")
}

// faults is what the program logged of faults.
func (a *agency) faults() string {
	var all []string
	for _, line := range strings.Split(a.log.String(), "\n") {
		if strings.Contains(line, "level=ERROR") {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

// stepFills is what is filled in in each step; the rest stands there.
var stepFills = map[inquiry.Step][]string{
	inquiry.Facts:      {"answer-1", "wrong", "reason-1", "Du arbetade <båda> dagarna.", "cause", "not-reported"},
	inquiry.Liability:  {"answer-1", "liable", "ground-1", "ordinary", "reason-1", "Du anmälde inte att du arbetade."},
	inquiry.Waiver:     {"answer-1", "none", "reason-1", "Det finns inga särskilda skäl."},
	inquiry.Limitation: {"answer-1", "open", "reason-1", "Det är mindre än tio år sedan."},
	inquiry.Sum:        nil,
	inquiry.Parties:    nil,
}

// assessed takes a case through basis and steps.
func (a *agency) assessed(id string) {
	a.t.Helper()
	a.does(actOf(id, "accept"), worker)
	a.does(basisOf(id), worker)
	a.allSteps(id)
}

func (a *agency) allSteps(id string) {
	a.t.Helper()
	for _, s := range inquiry.Steps {
		a.does(stepOf(id, string(s)), worker, stepFills[s]...)
	}
}

// heardAndAnswered is the hearing and the answer.
func (a *agency) heardAndAnswered(id string) {
	a.t.Helper()
	a.does(actOf(id, "hear"), worker, "answer_by", "2025-05-20")
	a.does(actOf(id, "answer"), worker, "text", "Jag visste inte att det skulle anmälas.")
}

// inApproval takes a case to where somebody else is to decide.
func (a *agency) inApproval(id string) {
	a.t.Helper()
	a.assessed(id)
	a.heardAndAnswered(id)
	a.does(actOf(id, "propose"), worker, "reply", "Skyldigheten att anmäla framgår av beslutet.", "reason", "Klart")
	a.does(actOf(id, "submit"), worker)
}

// decidedCase is a case with a decision whose letter has not left.
func (a *agency) decidedCase(id string) {
	a.t.Helper()
	a.inApproval(id)
	a.does(actOf(id, "approve"), decider, allApproved()...)
}

// allApproved is the form of a decision with every step approved.
func allApproved() (pairs []string) {
	for _, s := range inquiry.Steps {
		pairs = append(pairs, "verdict-"+string(s), stepApproved)
	}
	return pairs
}

// caseNow is a case as the journal has it.
func (a *agency) caseNow(n int, id string) *inquiry.Case {
	a.t.Helper()
	c, err := inquiry.Load(context.Background(), a.j, person(a.t, n), id)
	if err != nil || c == nil {
		a.t.Fatalf("%s: %v", id, err)
	}
	return c
}

// leave has every letter of a case's decision leave the house, and follows them.
func (a *agency) leave(n int, id string) {
	a.t.Helper()
	ctx, c := context.Background(), a.caseNow(n, id)
	for _, l := range c.Decision.Letters {
		party, err := letter.Find(ctx, a.j, l)
		if err != nil {
			a.t.Fatal(err)
		}
		was, err := letter.Load(ctx, a.j, party, l, calendar.InstantOf(a.j.Now()))
		if err != nil {
			a.t.Fatal(err)
		}
		for i, kind := range []string{letter.KindQueued, letter.KindHanded} {
			if _, err := a.j.Append(ctx, journal.Append{Party: int64(party), Stream: letter.Stream(l), Expected: int32(was.Facts + i), Events: []journal.New{{Kind: kind,
				OccurredOn: calendar.InstantOf(a.j.Now()).Date(), Actor: "test", Body: `{"channel":"post","attempt":1}`}}}); err != nil {
				a.t.Fatal(err)
			}
		}
	}
	o, err := a.Server.office(ctx)
	if err != nil {
		a.t.Fatal(err)
	}
	w := inquiry.Act{Party: person(a.t, n), Case: id, Actor: "run/inquiry", Cause: "test"}
	if _, err := w.Follow(ctx, a.j, o); err != nil {
		a.t.Fatal(err)
	}
}
