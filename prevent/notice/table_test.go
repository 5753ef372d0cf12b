package notice_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

// rowsOf reads effects.csv by itself: every circumstance and benefit that has a row, and the
// action of it.
func rowsOf(t testing.TB) map[[2]string]string {
	t.Helper()
	_, text := notice.Files()
	all := map[[2]string]string{}
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		cells := strings.SplitN(line, ",", 4)
		if n == 0 {
			continue
		}
		for b := range strings.FieldsSeq(cells[1]) {
			all[[2]string{cells[0], b}] = cells[2]
		}
	}
	return all
}

func TestTable_isWhole(t *testing.T) {
	rows := rowsOf(t)
	if len(rows) < 400 {
		t.Errorf("only %d pairs of circumstance and benefit", len(rows))
	}
	seen := 0
	for _, c := range notice.Circumstances() {
		all := notice.Effects(c.Code)
		if c.Manual == (len(all) > 0) {
			t.Errorf("%s: manual %t with %d rows", c.Code, c.Manual, len(all))
		}
		for _, e := range all {
			seen++
			if rows[[2]string{c.Code, e.Benefit.String()}] != string(e.Action) {
				t.Errorf("%s of %s is %s", e.Benefit, c.Code, e.Action)
			}
			if e.Benefit.Authority() == benefit.PM {
				t.Errorf("%s of %s is decided by Pensionsmyndigheten, which is not reached here", e.Benefit, c.Code)
			}
			if e.From.Text(notice.Swedish) == string(e.From) || e.Action.Text(notice.English) == string(e.Action) {
				t.Errorf("%s or %s has no words", e.From, e.Action)
			}
		}
	}
	if seen != len(rows) {
		t.Errorf("%d pairs are read of %d", seen, len(rows))
	}
	// Whatever has changed about a person, where the money goes touches each benefit that is paid to one.
	if n := len(notice.Effects("account")); n < 30 {
		t.Errorf("a new account reaches %d benefits", n)
	}
}

// Every paragraph of the table has a row in docs/law.
func TestTable_itsLawIsListed(t *testing.T) {
	index, err := os.ReadFile("../../docs/law/SFB.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.SplitSeq(string(index), "\n") {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for ref := range strings.SplitSeq(cells[1], ",") {
				listed[strings.TrimSpace(ref)] = true
			}
		}
	}
	missing := map[string]int{}
	for _, c := range notice.Circumstances() {
		for _, e := range notice.Effects(c.Code) {
			for _, law := range append(slices.Clone(e.Law), e.FromLaw...) {
				if strings.HasPrefix(law, "SFB ") && statute.Ref(law).Check() == nil && !isListed(listed, law) {
					missing[law] = e.Line
				}
			}
		}
	}
	for law, line := range missing {
		t.Errorf("effects.csv:%d: %s has no row in docs/law/SFB.md", line, law)
	}
}

// isListed: a row about a part of the paragraph counts too.
func isListed(listed map[string]bool, law string) bool {
	for ref := range listed {
		if ref == law || strings.HasPrefix(ref, law+" ") {
			return true
		}
	}
	return false
}

func TestTable_saysWhatIsWrong(t *testing.T) {
	const list = "code,name_sv,name_en,about_sv,about_en,manual\nmoved,a,b,c,d,no\nother,a,b,c,d,yes\n"
	const head = "circumstance,benefits,action,law,confidence,from,from_law,from_confidence,why_sv,why_en\n"
	const good = "moved,bostadsbidrag,amount,SFB 98:8,V,day,,I,varför,why\n"
	if err := notice.CheckTable(list, head+good); err != nil {
		t.Error(err)
	}
	change := func(from, to string) string {
		return head + good + strings.Replace(strings.Replace(good, "bostadsbidrag", "barnbidrag", 1), from, to, 1)
	}
	for want, files := range map[string][2]string{
		"circumstances.csv:1": {"code\n", head},
		"is not a new code":   {list + "moved,a,b,c,d,no\n", head},
		"manual is yes or no": {strings.Replace(list, "no", "perhaps", 1), head},
		"description of":      {strings.Replace(list, ",c,", ",,", 1), head},
		"effects.csv:1":       {list, "x\n"},
		"no circumstance":     {list, change("moved", "gone")},
		"that a person":       {list, change("moved", "other")},
		"there is no benefit": {list, change("barnbidrag", "nothing")},
		"has a row at line 2": {list, change("barnbidrag", "bostadsbidrag")},
		"no action":           {list, change("amount", "look")},
		"no rule":             {list, change("day", "soon")},
		"do not go together":  {list, change("amount", "none")},
		"no paragraph":        {list, change("SFB 98:8", "98:8")},
		"no chapter":          {list, change("SFB 98:8", "XYZ 9 kap.")},
		"confidence":          {list, change(",V,", ",F,")},
		"names its paragraph": {list, change("SFB 98:8", "")},
		"in a language":       {list, change("why", "")},
	} {
		if err := notice.CheckTable(files[0], files[1]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %s", err, want)
		}
	}
	if err := notice.CheckTable(list, change("no", "no")); err != nil && !regexp.MustCompile(`csv:\d+`).MatchString(err.Error()) {
		t.Error(err)
	}
}
