package staff

import (
	"regexp"
	"strings"

	"balans/prevent/benefit"
	"balans/steer/appropriation"
	"balans/steer/report"
)

// bookSentences are what the books say in English, and the key of the same in the page's
// language, which takes what the pattern caught.
var bookSentences = []struct {
	pattern *regexp.Regexp
	key     string
}{
	{regexp.MustCompile(`^claims of Pensionsmyndigheten pass the central account`), "books.says.central"},
	{regexp.MustCompile(`^no item of the letter is known for the benefit$`), "books.says.noitem"},
	{regexp.MustCompile(`^interest and fees belong to no appropriation$`), "books.says.interest"},
	{regexp.MustCompile(`^paid beyond what is owed`), "books.says.excess"},
	{regexp.MustCompile(`^how much is principal rests on a rate that is not known`), "books.says.rate"},
	{regexp.MustCompile(`^the claims say more than they can hold`), "books.says.unplaced"},
	{regexp.MustCompile(`^moved from one claim to another`), "books.says.moved"},
	{regexp.MustCompile(`^it belongs to no item$`), "books.says.noitem"},
	{regexp.MustCompile(`^(.+) is disposed of by (.+)$`), "books.says.disposer"},
	{regexp.MustCompile(`^the letter for (\d+) has no item (.+)$`), "books.says.absent"},
	{regexp.MustCompile(`^no letter for (\d+) is known$`), "books.says.noletter"},
	{regexp.MustCompile(`^the edition in force has no such condition$`), "books.says.nocondition"},
}

// booksSay is what the books say, in the page's language; foreign when that cannot be
// given and the English words stand.
func (t translate) booksSay(english string) (text string, foreign bool) {
	if t("language") == string(report.English) {
		return english, false
	}
	for _, s := range bookSentences {
		caught := s.pattern.FindStringSubmatch(english)
		if caught == nil {
			continue
		}
		var args []any
		for _, c := range caught[1:] {
			args = append(args, c)
		}
		return t(s.key, args...), false
	}
	return english, english != ""
}

// saysCell puts what the books say under a cell.
func (c *bookCell) says(t translate, english string) {
	if text, foreign := t.booksSay(english); foreign {
		c.Foreign = text
	} else {
		c.Sub = text
	}
}

// bookKind is what a line of the books is, in words.
func (t translate) bookKind(k appropriation.Kind) string {
	base, reversed := strings.CutSuffix(string(k), "_reversed")
	if _, ok := texts["booked."+base]; !ok {
		return string(k)
	}
	if reversed {
		return t("books.reversed", t("booked."+base))
	}
	return t("booked." + base)
}

// bookAccount is an account in words; name is what the letter calls it, in Swedish.
func (t translate) bookAccount(a appropriation.Account) (text, name string) {
	switch a.Class() {
	case appropriation.InterestClass:
		return t("account.interest"), ""
	case appropriation.LoanClass:
		return t("account.loans"), ""
	case appropriation.CreditClass:
		return t("account.credit"), a.Name()
	case appropriation.FeeClass:
		return t("account.fee"), a.Name()
	case appropriation.CommitmentClass:
		return t("account.commitments", a.Name()), ""
	}
	return string(a), ""
}

// leftOut lists money that is in no item, and why.
func (t translate) leftOut(all []appropriation.LeftOut, u appropriation.Unit) *bookTable {
	if len(all) == 0 {
		return nil
	}
	v := &bookTable{ID: "left-out", Title: t("books.leftout"), Sub: t("books.leftout.text", t.unit(u)),
		Columns: columnsOf(t, "column.comesfrom", "column.kind", "#", "column.sum", "#", "column.payments", "column.reason")}
	for i := range all {
		l := &all[i]
		reason := plainCell("")
		reason.says(t, l.Reason)
		v.Rows = append(v.Rows, bookRow{Head: bookCell{Text: t.flowName(l.Source, l.Ref)}, Cells: []bookCell{plainCell(t.bookKind(l.Kind)),
			{Text: u.Text(l.Amount)}, {Text: number(l.Count)}, reason}})
	}
	return v
}

// flowName names what flows come from: a benefit, for claims.
func (t translate) flowName(source, ref string) string {
	if source != appropriation.FromClaims {
		return source + " " + ref
	}
	return t("books.claims", t.benefitNamed(ref))
}

// benefitNamed is a benefit by its word in the journal.
func (t translate) benefitNamed(word string) string {
	if b, ok := benefit.Parse(word); ok {
		return t.benefit(b)
	}
	return word
}

// unit names a unit of amounts.
func (t translate) unit(u appropriation.Unit) string {
	if u == appropriation.Thousands {
		return t("unit.tkr")
	}
	return t("unit.kr")
}

// partsOf is what a limit is made of, one line each.
func (t translate) partsOf(q *booksAsked, l *appropriation.Limit) *bookTable {
	v := &bookTable{ID: "parts", Title: t("appropriation.parts"), Sub: t("appropriation.parts.text", l.Law), Columns: columnsOf(t, "column.part", "#", "column.amount.sek", "column.line")}
	lang := report.Language(t("language"))
	for _, p := range l.Parts {
		head := bookCell{Text: appropriation.PartText(p.What, lang), Sub: p.Says(lang)}
		v.Rows = append(v.Rows, bookRow{Head: head, Cells: []bookCell{{Text: t.sumOf(p.Amount, appropriation.Kronor)}, {Line: q.line(t, p.Line), Plain: true}}})
	}
	v.Rows = append(v.Rows, bookRow{Class: "row--difference", Head: bookCell{Text: t("appropriation.disposable")},
		Cells: []bookCell{{Text: t.sumOf(l.Amount, appropriation.Kronor)}, plainCell("")}})
	return v
}
