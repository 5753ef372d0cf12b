package staff

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// caseSite is the settled agency with cases at each point: R25-000001 closed with a claim,
// R25-000002 that reviews it and is for decision, R25-000003 just signalled, and R25-000004
// investigated after its basis was changed.
func caseSite(t testing.TB) *agency {
	t.Helper()
	a := settled(t)
	review := a.reviewed("1 200")
	a.does(actOf(review, "spare"), worker, "exemption", "unnecessary", "reason", "Den enskilde har själv begärt prövningen.")
	a.does(actOf(review, "propose"), worker)
	a.does(actOf(review, "submit"), worker)
	open := func(ref string, n int) string {
		loc := a.does("/inquiry/new", worker, "party", person(t, n).String(), "from", "2025-01-01", "to", "2025-01-20", "ref", ref, "benefit", "tillfallig-foraldrapenning",
			"category", "other", "source", "agency", "text", "Skatteverket skriver att personen <arbetade>.")
		_, id, _ := strings.Cut(loc, "id=")
		id, _, _ = strings.Cut(id, "&")
		return id
	}
	open("Dnr 3", 23)
	fourth := open("Dnr 4", 26)
	a.does(actOf(fourth, "accept"), worker)
	a.newBasis(fourth, 1, 1000, person(t, 27))
	a.does(stepOf(fourth, "facts"), worker, stepFills["facts"]...)
	a.newBasis(fourth, 2, 1500, person(t, 27))
	return a
}

// casePages are the pages of cases, each with who looks at it.
var casePages = map[string][2]string{
	"inquiries":         {worker, "/inquiries"},
	"inquiries-all":     {"demo-revisor", "/inquiries?state=all&order=amount"},
	"inquiry-signalled": {worker, "/inquiry?id=R25-000003"},
	"inquiry-changed":   {worker, "/inquiry?id=R25-000004"},
	"inquiry-approval":  {decider, "/inquiry?id=R25-000002"},
	"inquiry-closed":    {worker, "/inquiry?id=R25-000001&done=approve"},
	"inquiry-new":       {worker, "/inquiry/new"},
	"inquiry-basis":     {worker, "/inquiry/basis?id=R25-000004"},
	"inquiry-step":      {worker, "/inquiry/step?id=R25-000004&step=facts"},
	"inquiry-liability": {worker, "/inquiry/step?id=R25-000004&step=liability"},
	"inquiry-waiver":    {worker, "/inquiry/step?id=R25-000004&step=waiver"},
	"inquiry-amount":    {worker, "/inquiry/step?id=R25-000004&step=amount"},
	"inquiry-parties":   {worker, "/inquiry/step?id=R25-000004&step=parties"},
	"inquiry-halt":      {worker, "/inquiry/act?id=R25-000004&do=halt"},
	"inquiry-decide":    {decider, "/inquiry/act?id=R25-000002&do=approve"},
	"inquiry-letter":    {decider, "/correspondence?id=R25-000001-1-beslut-1"},
	"inquiry-heard":     {worker, "/correspondence?id=R25-000001-kom-1"},
	"followup":          {"demo-chef", "/followup"},
	"followup-list":     {"demo-revisor", "/followup?from=2025-04-01&to=2025-04-25&people=4%2C5&list=open&state=investigating&step=facts&age=0"},
}

// goldenCases are those whose every word is kept.
var goldenCases = []string{"inquiries", "inquiry-signalled", "inquiry-approval", "inquiry-closed", "inquiry-step", "inquiry-decide", "inquiry-letter", "followup", "followup-list"}

func TestInquiryPages_areAsTheGoldenOnes(t *testing.T) {
	a := caseSite(t)
	for _, name := range goldenCases {
		t.Run(name, func(t *testing.T) {
			got := a.send(http.MethodGet, casePages[name][1], casePages[name][0])
			if got.StatusCode != http.StatusOK {
				t.Fatalf("%d %s", got.StatusCode, words(got.body))
			}
			golden(t, name, got.body)
		})
	}
}

func TestInquiryPages_areWholeInBothLanguages(t *testing.T) {
	a := caseSite(t)
	pages := map[string][2]string{"inquiry-review": {worker, "/claims/2025-000001/review"}, "followup-empty": {"demo-chef", "/followup?from=2001-01-01&to=2001-02-01"}}
	for _, s := range []string{"limitation"} {
		pages["inquiry-"+s] = [2]string{worker, "/inquiry/step?id=R25-000004&step=" + s}
	}
	for _, b := range caseActs {
		for _, id := range []string{"R25-000002", "R25-000003", "R25-000004"} {
			user := worker
			if b.permission == approveCase {
				user = decider
			}
			if got := a.send(http.MethodGet, actOf(id, b.name), user); got.StatusCode == http.StatusOK {
				pages["act-"+b.name] = [2]string{user, actOf(id, b.name)}
			}
		}
		for _, lang := range []int{0, 1} {
			for _, key := range []string{"inquiry.act." + b.name, "inquiry.act." + b.name + ".text", "inquiry.done." + b.name} {
				if texts[key][lang] == "" {
					t.Errorf("the text %s is missing", key)
				}
			}
			for _, f := range b.fields {
				if f.kind != "steps" && texts["field."+f.name][lang] == "" {
					t.Errorf("the field %s of %s has no label", f.name, b.name)
				}
			}
		}
	}
	for name, x := range casePages {
		pages[name] = x
	}
	for name, x := range pages {
		for _, lang := range []string{"sv", "en"} {
			sep := "?"
			if strings.Contains(x[1], "?") {
				sep = "&"
			}
			got := a.send(http.MethodGet, x[1]+sep+"lang="+lang, x[0])
			if got.StatusCode != http.StatusOK {
				t.Errorf("%s in %s: %d %s", name, lang, got.StatusCode, words(got.body))
				continue
			}
			t.Run(name+"-"+lang, func(t *testing.T) { wholePage(t, name, lang, got.body) })
		}
	}
}

// Every rule that is held against a step, what it came to and what it rests on has words.
func TestInquiry_rulesHaveWords(t *testing.T) {
	source, n := read(t, "../../recover/inquiry/suggest.go"), 0
	has := func(key string) {
		t.Helper()
		n++
		if texts[key][0] == "" || texts[key][1] == "" {
			t.Errorf("%q has no words", key)
		}
	}
	for _, m := range regexp.MustCompile(`add\("([a-z-]+)", [^,]+, (?:"([^"]+)"[,)]|outcomeOf\([^,]+(?:, [^,"]+)?, "([^"]+)", "([^"]+)"\))?`).FindAllStringSubmatch(source, -1) {
		has("inquiry.rule." + m[1])
		for _, outcome := range m[2:] {
			if outcome != "" {
				has("inquiry.outcome." + outcome)
			}
		}
	}
	for _, m := range regexp.MustCompile(`"([a-z]+)="`).FindAllStringSubmatch(source, -1) {
		has("inquiry.input." + m[1])
	}
	if n < 50 {
		t.Errorf("only %d were found", n)
	}
}
