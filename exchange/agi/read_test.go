package agi_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"balans/exchange/agi"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// records keeps what it is given, in order.
type records struct{ all []any }

func (r *records) Absence(a agi.Absence) error         { r.all = append(r.all, a); return nil }
func (r *records) Income(i agi.Income) error           { r.all = append(r.all, i); return nil }
func (r *records) Declaration(d agi.Declaration) error { r.all = append(r.all, d); return nil }

// withoutLines are the records as if all stood on line 0.
func (r *records) withoutLines() []any {
	var all []any
	for _, x := range r.all {
		switch x := x.(type) {
		case agi.Absence:
			x.Line = 0
			all = append(all, x)
		case agi.Income:
			x.Line = 0
			all = append(all, x)
		case agi.Declaration:
			x.Line = 0
			all = append(all, x)
		}
	}
	return all
}

func read(in io.Reader) (*records, *agi.Receipt, error) {
	var to records
	receipt, err := agi.Read("x.xml", in, &to)
	return &to, receipt, err
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const (
	employer identity.Number = 165560269986
	anna     identity.Number = 198202252386
	berit    identity.Number = 198301302397
	cilla    identity.Number = 198409102392
)

var (
	march   = calendar.New(2025, 3, 1)
	sickPay = money.Kronor(1200)
	plain   = []any{
		agi.Declaration{Employer: employer, Period: march, SumFees: money.Kronor(9426), SumTax: money.Kronor(9000), SickPayCost: &sickPay},
		agi.Income{Employer: employer, Period: march, Party: anna, Spec: 1, Cash: money.Kronor(30_000), Benefits: money.Kronor(450), Tax: money.Kronor(9000), TaxKind: agi.Preliminary},
		agi.Income{Employer: employer, Period: march, Party: berit, Spec: 1, TaxKind: agi.Local},
		agi.Income{Employer: employer, Period: march, Party: cilla, Spec: 2, Removed: true},
		agi.Absence{Employer: employer, Period: march, Party: anna, Day: calendar.New(2025, 3, 3), Spec: 1, Type: agi.TFP, Unit: agi.Hours, Amount: 800},
		agi.Absence{Employer: employer, Period: march, Party: anna, Day: calendar.New(2025, 3, 4), Spec: 1, Type: agi.TFP, Unit: agi.Percent, Amount: 1250},
		agi.Absence{Employer: employer, Period: march, Party: berit, Day: calendar.New(2025, 3, 3), Spec: 2, Type: agi.FP, Unit: agi.Hours, Amount: 450},
		agi.Absence{Employer: employer, Period: march, Party: cilla, Day: calendar.New(2025, 3, 3), Spec: 1, Type: agi.FP, Unit: agi.Percent, Amount: 10000},
		agi.Absence{Employer: employer, Period: march, Party: anna, Day: calendar.New(2025, 3, 11), Spec: 1, Removed: true},
	}
)

func TestRead_givesTheRecords(t *testing.T) {
	text := fixture(t, "plain.xml")
	got, receipt, err := read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.withoutLines(), plain) {
		t.Errorf("got %+v\nwant %+v", got.withoutLines(), plain)
	}
	var lines []int
	for _, x := range got.all {
		lines = append(lines, int(reflect.ValueOf(x).FieldByName("Line").Int()))
	}
	if want := []int{5, 6, 7, 8, 9, 10, 11, 12, 13}; !reflect.DeepEqual(lines, want) {
		t.Errorf("the records stand on lines %v, want %v", lines, want)
	}
	want := &agi.Receipt{File: "x.xml", Bytes: int64(len(text)), SHA256: sha256.Sum256(text),
		Sender:   agi.Sender{Program: "Löneprogram & Co", Organisation: employer, Created: "2025-04-10T09:00:00"},
		Absences: agi.Count{Given: 5}, Incomes: agi.Count{Given: 3}, Declarations: agi.Count{Given: 1}, SetAside: map[agi.Reason]int{},
		Unjudged: 1} // an income is removed, so that the rest need not be the whole sum
	if !reflect.DeepEqual(receipt, want) {
		t.Errorf("got  %+v\nwant %+v", receipt, want)
	}
}

// The same facts in every dress: prefixes, default namespaces, CDATA, references,
// comments, other order, and strangers in between.
func TestRead_readsTheFactsInEveryDress(t *testing.T) {
	got, receipt, err := read(bytes.NewReader(fixture(t, "oddities.xml")))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.withoutLines(), plain) {
		t.Errorf("got %+v\nwant %+v", got.withoutLines(), plain)
	}
	if receipt.FaultCount != 0 || receipt.Sender != (agi.Sender{Program: "Löneprogram & Co", Organisation: employer, Created: "2025-04-10T09:00:00"}) {
		t.Errorf("%+v", receipt)
	}
	want := []agi.Left{{Name: "Blankettinnehall/HU", Space: "urn:other-format", Count: 1, Line: 21}, {Name: "IU/Traktamente", Count: 1, Line: 23},
		{Name: "Skatteverket/#text", Count: 1, Line: 37}, {Name: "Skatteverket/Nyhet2027", Count: 1, Line: 38}}
	if !reflect.DeepEqual(receipt.LeftAside, want) {
		t.Errorf("left aside: %+v", receipt.LeftAside)
	}
}

// Each trap of traps.xml is told in a line of traps.txt, and everything else is read.
func TestRead_setsEachTrapAside(t *testing.T) {
	got, receipt, err := read(bytes.NewReader(fixture(t, "traps.xml")))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range receipt.Faults {
		fmt.Fprintf(&b, "%s: %s: %v\n", f.Kind, f.Reason, f)
	}
	if want := string(fixture(t, "traps.txt")); b.String() != want {
		t.Errorf("told:\n%s", firstDifference(b.String(), want))
	}
	if len(got.all) != 4 || receipt.Declarations != (agi.Count{Given: 1, SetAside: 1}) || receipt.Incomes.Given != 1 || receipt.Absences.Given != 2 {
		t.Errorf("%d records; %+v %+v %+v", len(got.all), receipt.Declarations, receipt.Incomes, receipt.Absences)
	}
	text, aside := string(fixture(t, "traps.xml")), 0
	for _, n := range receipt.SetAside {
		aside += n
	}
	if all := strings.Count(text, "<agd:IU>"); receipt.Incomes.Given+receipt.Incomes.SetAside != all {
		t.Errorf("%+v of %d incomes are accounted for", receipt.Incomes, all)
	}
	if all := strings.Count(text, "<agd:Franvarouppgift"); receipt.Absences.Given+receipt.Absences.SetAside != all {
		t.Errorf("%+v of %d absences are accounted for", receipt.Absences, all)
	}
	if aside != receipt.Absences.SetAside+receipt.Incomes.SetAside+receipt.Declarations.SetAside {
		t.Errorf("the reasons %v do not add up to the records set aside", receipt.SetAside)
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d\n got %q\nwant %q\nall:\n%s", i+1, g[min(i, len(g)-1)], w[min(i, len(w)-1)], got)
		}
	}
	return "nothing differs"
}

func TestRead_readsThePublishedVariantsAlike(t *testing.T) {
	names, _ := filepath.Glob("../../../shared/samples/agi/*.xml")
	if len(names) == 0 {
		t.Log("the published samples are not here")
		return
	}
	var first []any
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, receipt, err := read(bytes.NewReader(text))
		if err != nil || receipt.FaultCount > 0 || len(receipt.LeftAside) > 0 {
			t.Fatalf("%s: %v %+v", name, err, receipt)
		}
		if receipt.Absences.Given != 4 || receipt.Incomes.Given != 1 || receipt.Declarations.Given != 1 || receipt.Unjudged != 0 {
			t.Errorf("%s: %+v", name, receipt)
		}
		if first == nil {
			first = got.all
		} else if !reflect.DeepEqual(first, got.all) {
			t.Errorf("%s: %+v, the other variant gives %+v", name, got.all, first)
		}
	}
}

// small is a file with the body between its root tags.
func small(body string) string {
	return `<Skatteverket xmlns="http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/1.1">` + "\n" + body + "\n</Skatteverket>"
}

const oneAbsence = "<Franvarouppgift><AgRegistreradId>165560269986</AgRegistreradId><RedovisningsPeriod>202503</RedovisningsPeriod><FranvaroDatum>2025-03-03</FranvaroDatum>" +
	"<BetalningsmottagarId>198202252386</BetalningsmottagarId><FranvaroSpecifikationsnummer>1</FranvaroSpecifikationsnummer><FranvaroTyp>FORALDRAPENNING</FranvaroTyp>" +
	"<FranvaroTimmarFP>4</FranvaroTimmarFP></Franvarouppgift>"

func TestRead_refusesWhatCannotBeTrusted(t *testing.T) {
	deep := strings.Repeat("<a>", 64)
	for _, c := range []struct{ text, want string }{
		{"", "x.xml:1: the file is empty"},
		{" \n\n", "x.xml:3: the file has no element: it is no XML, or has been cut off"},
		{"payout;paid_on", "x.xml:1: text outside the root element"},
		{"\xff\xfe<\x00", "x.xml:1: the file is in UTF-16; it is to be in UTF-8"},
		{"\x00<\x00?", "x.xml:1: the file is in UTF-16; it is to be in UTF-8"},
		{`<?xml version="1.0" encoding="ISO-8859-1"?>` + small(oneAbsence), "x.xml:1: the file says that it is in ISO-8859-1; it is to be in UTF-8, and to say so"},
		{`<?xml version="1.1"?>` + small(oneAbsence), "x.xml:1: XML of version 1.1; it is to be 1.0"},
		{`<?xml encoding="UTF-8"?>` + small(oneAbsence), `x.xml:1: the XML declaration is to be <?xml version="1.0" encoding="UTF-8"?>`},
		{" " + `<?xml version="1.0"?>` + small(oneAbsence), "x.xml:1: an XML declaration that does not stand first in the file"},
		{"<!DOCTYPE x [<!ENTITY a 'b'>]>" + small(oneAbsence), "x.xml:1: a document type (DOCTYPE), which is not accepted: the format has none, and it could refer to other files"},
		{small("<a\xffb/>"), "x.xml:2: in Skatteverket: a byte that is not UTF-8; the file is to be in UTF-8"},
		{small("\x01"), "x.xml:2: in Skatteverket: a control character, which XML does not allow"},
		{small("<a>\uffff</a>"), "x.xml:2: in Skatteverket/a: a character that XML does not allow"},
		{small(oneAbsence) + "\n<b/>", "x.xml:4: a second root element; only one may stand in a file"},
		{small(oneAbsence) + "\xe2\x82", "x.xml:3: a byte that is not UTF-8; the file is to be in UTF-8"},
		{small(oneAbsence) + "b", "x.xml:3: text outside the root element"},
		{small(oneAbsence) + "<![CDATA[]]>", "x.xml:3: text outside the root element"},
		{small(oneAbsence) + "</a>", "x.xml:3: an end tag outside the root element"},
		{small("<a>\n</b>"), "x.xml:3: in Skatteverket/a: an end tag that is not that of the element, which is </a>"},
		{small("<a></a >"), "x.xml:3: the file holds no Franvarouppgift, IU or HU that stands where it is to stand; line 2 has Skatteverket/a"},
		{small("<a b='1' c=\"2\" b='3'/>"), "x.xml:2: in Skatteverket: the attribute b twice in a tag"},
		{small("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='3'/>"), "x.xml:2: in Skatteverket: the attribute q:b twice in a tag"},
		{small("<a b=1/>"), "x.xml:2: in Skatteverket: an attribute whose value is not in quotation marks"},
		{small("<a b/>"), "x.xml:2: in Skatteverket: an attribute without a value"},
		{small("<a b='1'c='2'/>"), "x.xml:2: in Skatteverket: a tag with something else than space between its attributes"},
		{small("<a b='<'/>"), "x.xml:2: in Skatteverket: < in an attribute; it is written &lt;"},
		{small("<a b='&x;'/>"), "x.xml:2: in Skatteverket: & that begins no reference in an attribute; & itself is written &amp;"},
		{small("<p:a/>"), "x.xml:2: in Skatteverket: the prefix p is not declared"},
		{small("<a p:b=''/>"), "x.xml:2: in Skatteverket: the prefix p is not declared"},
		{small("<a xmlns:p=''/>"), "x.xml:2: in Skatteverket: a prefix declared without a namespace"},
		{small("<a xmlns:xml='u'/>"), "x.xml:2: in Skatteverket: the prefix xml and its namespace belong together and to nothing else"},
		{small("<1/>"), "x.xml:2: in Skatteverket: < that does not begin a tag; in a text it is written &lt;"},
		{small("<a:b:c/>"), "x.xml:2: in Skatteverket: < that does not begin a tag; in a text it is written &lt;"},
		{small("5 & 6"), "x.xml:2: in Skatteverket: & that begins no reference; of names &lt; &gt; &amp; &quot; &apos; are known, and & itself is written &amp;"},
		{small("&nbsp;"), "x.xml:2: in Skatteverket: & that begins no reference; of names &lt; &gt; &amp; &quot; &apos; are known, and & itself is written &amp;"},
		{small("&#0;"), "x.xml:2: in Skatteverket: & that begins no reference; of names &lt; &gt; &amp; &quot; &apos; are known, and & itself is written &amp;"},
		{small("a ]]> b"), "x.xml:2: in Skatteverket: ]]> in a text; it is written ]]&gt;"},
		{small("<!-- a -- b -->"), "x.xml:2: in Skatteverket: -- inside a comment"},
		{small("<!a>"), "x.xml:2: in Skatteverket: <! that begins neither a comment nor a CDATA section"},
		{small("<? a?>"), "x.xml:2: in Skatteverket: <? without a name after it"},
		{small("<" + strings.Repeat("a", 300) + "/>"), "x.xml:2: in Skatteverket: a name of more than 256 bytes"},
		{small(deep), "x.xml:2: in Skatteverket" + strings.Repeat("/a", 63) + ": elements inside each other more than 64 deep"},
		{small("<a b='" + strings.Repeat("x", 17<<10) + "'/>"), "x.xml:2: in Skatteverket: a tag of more than 16384 bytes"},
		{small(""), "x.xml:3: the file holds no Franvarouppgift, IU or HU that stands where it is to stand"},
		{"<Skatteverket/>", `x.xml:1: the root is Skatteverket in the namespace ""; expected Skatteverket in http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/1.1: this is no employers' declaration of version 1.1`},
		{strings.ReplaceAll(small(oneAbsence), "1.1", "2.0"), `x.xml:1: in Skatteverket: the root is Skatteverket in the namespace "http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/2.0"; expected Skatteverket in http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/1.1: this is no employers' declaration of version 1.1`},
		{strings.Replace(small(oneAbsence), " xmlns", " omrade='Kontrolluppgifter' xmlns", 1), "x.xml:1: in Skatteverket: the file is of the area (omrade) Kontrolluppgifter; expected Arbetsgivardeklaration"},
	} {
		_, receipt, err := read(strings.NewReader(c.text))
		var file *agi.FileError
		if receipt != nil || !errors.As(err, &file) || err.Error() != c.want {
			t.Errorf("%.60q\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// The sum of tax that is declared is that of the incomes, or the file is refused. Where
// the file cannot say, the receipt says so.
func TestRead_holdsTheSumsAgainstEachOther(t *testing.T) {
	form := func(period, record string) string {
		return "<Blankett><Arendeinformation><Arendeagare>165560269986</Arendeagare><Period>" + period + "</Period></Arendeinformation><Blankettinnehall>" + record + "</Blankettinnehall></Blankett>"
	}
	hu := func(period, tax string) string {
		return form(period, "<HU><AgRegistreradId>165560269986</AgRegistreradId><RedovisningsPeriod>"+period+"</RedovisningsPeriod><SummaArbAvgSlf>1</SummaArbAvgSlf><SummaSkatteavdr>"+tax+"</SummaSkatteavdr></HU>\n")
	}
	iu := func(period, party, rest string) string {
		return form(period, "<IU><AgRegistreradId>165560269986</AgRegistreradId><BetalningsmottagarId>"+party+"</BetalningsmottagarId><RedovisningsPeriod>"+period+"</RedovisningsPeriod><Specifikationsnummer>1</Specifikationsnummer>"+rest+"</IU>\n")
	}
	const a, b = "198202252386", "198301302397"
	differ := "x.xml:2: in Skatteverket/Blankett/Blankettinnehall/HU/SummaSkatteavdr: the declaration of 556026-9986 for 202503 states 9 000 kr withheld in tax, and the incomes in the file add up to %s kr: the employer is to send a file in which they agree"
	for _, c := range []struct {
		name, body, want string
		unjudged         int
	}{
		{"they agree", hu("202503", "9000") + iu("202503", a, "<AvdrPrelSkatt>8000</AvdrPrelSkatt>") + iu("202503", b, "<AvdrSkattSINK>1000</AvdrSkattSINK>"), "", 0},
		{"they agree, the sum last", iu("202503", a, "<AvdrSkattASINK>9000</AvdrSkattASINK>") + hu("202503", "9000"), "", 0},
		{"a krona is missing", hu("202503", "9000") + iu("202503", a, "<AvdrPrelSkatt>8999</AvdrPrelSkatt>"), fmt.Sprintf(differ, "8 999"), 0},
		{"a tick is no tax", hu("202503", "9000") + iu("202503", a, "<AvdrPrelSkatt>9000</AvdrPrelSkatt>") + iu("202503", b, "<Lokalanstalld>1</Lokalanstalld>"), "", 0},
		{"no incomes", hu("202503", "9000"), "", 0},
		{"each month by itself", hu("202503", "9000") + iu("202504", a, "<AvdrPrelSkatt>1</AvdrPrelSkatt>") + iu("202503", a, "<AvdrPrelSkatt>9000</AvdrPrelSkatt>") + hu("202504", "1"), "", 0},
		{"the payee is unknown, the tax is not", hu("202503", "9000") + iu("202503", "198202252387", "<AvdrPrelSkatt>8000</AvdrPrelSkatt>"), fmt.Sprintf(differ, "8 000"), 0},
		{"the employer cannot be read, the matter's can", hu("202503", "9000") + strings.Replace(iu("202503", a, "<AvdrPrelSkatt>8000</AvdrPrelSkatt>"), "<AgRegistreradId>165", "<AgRegistreradId>265", 1), fmt.Sprintf(differ, "8 000"), 0},
		{"the month cannot be read, the matter's can", hu("202503", "9000") + strings.Replace(iu("202503", a, "<AvdrPrelSkatt>8000</AvdrPrelSkatt>"), "Period>202503</R", "Period>2025</R", 1), fmt.Sprintf(differ, "8 000"), 0},
		{"a tax that cannot be read", hu("202503", "9000") + iu("202503", a, "<AvdrPrelSkatt>8000,00</AvdrPrelSkatt>"), "", 1},
		{"two taxes", hu("202503", "9000") + iu("202503", a, "<AvdrPrelSkatt>8000</AvdrPrelSkatt><AvdrSkattSINK>1</AvdrSkattSINK>"), "", 1},
		{"a removal", hu("202503", "9000") + iu("202503", a, "<Borttag>1</Borttag>"), "", 1},
		{"an income of no month", hu("202503", "9000") + "<Blankett><Blankettinnehall><IU><AvdrPrelSkatt>5</AvdrPrelSkatt></IU></Blankettinnehall></Blankett>", "", 1},
		{"an income of another month than its matter", hu("202503", "9000") + form("202503", "<IU><AgRegistreradId>165560269986</AgRegistreradId><BetalningsmottagarId>"+a+"</BetalningsmottagarId><RedovisningsPeriod>202504</RedovisningsPeriod><Specifikationsnummer>1</Specifikationsnummer></IU>"), "", 1},
		{"two sums", hu("202503", "9000") + hu("202503", "9000") + hu("202503", "9001"), "x.xml:4: in Skatteverket/Blankett/Blankettinnehall: two declarations of 556026-9986 for 202503 with different sums of tax, 9 000 kr and 9 001 kr (the first on line 3): they cannot both be right", 0},
	} {
		_, receipt, err := read(strings.NewReader(small(c.body)))
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || strings.ReplaceAll(err.Error(), "\u00a0", " ") != c.want):
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		case err == nil && receipt.Unjudged != c.unjudged:
			t.Errorf("%s: %d sums are not judged, want %d", c.name, receipt.Unjudged, c.unjudged)
		}
	}
}

// Space counts in the middle of a text, whatever stands around it.
func TestRead_doesNotJoinWords(t *testing.T) {
	for text, want := range map[string]int{"FORALDRA<!-- --> <!-- -->PENNING": 1, "FORALDRA<![CDATA[ ]]>PENNING": 1, "FORALDRA<!-- -->PENNING": 0, " <!-- -->\nFORALDRAPENNING<?p?> ": 0} {
		_, receipt, err := read(strings.NewReader(small(strings.Replace(oneAbsence, "FORALDRAPENNING", text, 1))))
		if err != nil || receipt.SetAside[agi.BadType] != want {
			t.Errorf("%s: %v %+v", text, err, receipt)
		}
	}
}

// A failing disk is no end of file, and a sink that has had enough is heard.
func TestRead_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	whole := small(oneAbsence)
	for n := range len(whole) + 1 {
		if _, _, err := read(io.MultiReader(strings.NewReader(whole[:n]), iotest.ErrReader(broken))); !errors.Is(err, broken) || !strings.Contains(err.Error(), "x.xml") {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
	if _, err := agi.Read("x.xml", strings.NewReader(whole), full{broken}); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, _, err := read(stuck{}); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
}

type full struct{ err error }

func (f full) Absence(agi.Absence) error         { return f.err }
func (f full) Income(agi.Income) error           { return f.err }
func (f full) Declaration(agi.Declaration) error { return f.err }

// stuck is a reader that gives nothing and no error.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// Many faults, and many strangers, are counted; not all are kept in words.
func TestRead_keepsOnlySoManyFaults(t *testing.T) {
	var b strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&b, "<Franvarouppgift/><New%d/>\n", i%300)
	}
	_, receipt, err := read(strings.NewReader(small(b.String())))
	if err != nil {
		t.Fatal(err)
	}
	if len(receipt.Faults) != agi.MaxFaults || receipt.FaultCount != 1500*7 || receipt.SetAside[agi.Missing] != 1500 || receipt.Absences.SetAside != 1500 {
		t.Errorf("%d faults kept of %d; %v", len(receipt.Faults), receipt.FaultCount, receipt.SetAside)
	}
	all := receipt.LeftOthers
	for _, l := range receipt.LeftAside {
		all += l.Count
	}
	if len(receipt.LeftAside) != 200 || all != 1500 || receipt.LeftOthers != 500 {
		t.Errorf("%d names left aside, %d others, %d in all", len(receipt.LeftAside), receipt.LeftOthers, all)
	}
}

func ExampleRead() {
	var to records
	receipt, err := agi.Read("march.xml", strings.NewReader(small(oneAbsence)), &to)
	if err != nil {
		fmt.Println(err)
		return
	}
	a := to.all[0].(agi.Absence)
	fmt.Println(receipt.Absences.Given, a.Party.Masked(), a.Day, a.Type, a.Amount)
	// Output:
	// 1 19820225-**** 2025-03-03 FORALDRAPENNING 400
}
