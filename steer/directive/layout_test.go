package directive_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"balans/exchange/lettertext"
	"balans/steer/directive"
)

// Letters of other years have the numbers of sections and appropriations in cells or on
// lines of their own, number each item with its appropriation, and print tkr on each row.
func TestRead_otherLayouts(t *testing.T) {
	for _, name := range []string{"number-cells", "number-alone"} {
		t.Run(name, func(t *testing.T) {
			l := readFile(t, filepath.Join("testdata", name+".txt"))
			sameFacts(t, factsOf(l), wanted(t, name))
			noneUnread(t, l)
			complete(t, l)
		})
	}
}

// The number of an appropriation is in a cell of its own on the web pages of letters.
func TestRead_numberInACellOfAPage(t *testing.T) {
	page := `<html><body><h1>Regleringsbrev för budgetåret 2015 avseende Exempelverket</h1>
<h2>FINANSIERING</h2><h3>4</h3><h3>Anslag</h3><h4>4.1</h4><h4>Tilldelade anslag/anslagsposter (belopp angivna i tkr)</h4>
<p><strong>Utgiftsområde 10 Ekonomisk trygghet</strong></p>
<table><tr><td>2:1</td><td>Exempelverket (Ramanslag)</td></tr></table>
<table><tr><td colspan="2">Disponeras av Exempelverket</td><td>80 000</td></tr><tr><td>ap.1</td><td>Förvaltning (ram)</td><td>80 000</td></tr></table>
<table><tr><td>Villkor för anslag</td><td>2:1</td></tr></table><p>ap.1 Förvaltning</p><p>Av anslagsposten får högst 9 000 kronor användas för resor.</p>
</body></html>`
	d, err := lettertext.Read("letter.html", []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	l, err := directive.Read(d)
	if err != nil {
		t.Fatal(err)
	}
	noneUnread(t, l)
	complete(t, l)
	sameFacts(t, factsOf(l), []string{
		"letter 2015 Exempelverket", "appropriation UO10 2:1 Exempelverket (Ramanslag)", "group Exempelverket 80000000",
		"item UO10 2:1 ap.1 Förvaltning (ram) Exempelverket 80000000", "  max 9000",
	})
}

const (
	titleFor = "Regleringsbrev för budgetåret 2012 avseende Exempelverket\n\n"
	items    = titleFor + "4.1 Tilldelade anslag/anslagsposter (belopp angivna i tkr)\n\nUtgiftsområde 9 Vård\n\n"
)

// A table that names no area has the areas of the appropriations it names.
func TestRead_areasOfATableWithoutThem(t *testing.T) {
	l, err := directive.Read(document(t, items+"1:4 Stöd (Ramanslag)\nap.1\tResor (ram)\t500\n\nUtgiftsområde 10 Trygghet\n\n2:1 Kost (Ramanslag)\nap.1\tKost (ram)\t500\n\n"+
		"4.3.1 Finansiella villkor för anslag/anslagsposter (belopp angivna i tkr)\n\nAnslag/ap\tAnslagskredit\tAnslagsbehållning\tIndrag\n1:4 ap.1\t1\tInget\t0\n2:1 Kost\nap.1\t2\tInget\t0\n"))
	if err != nil {
		t.Fatal(err)
	}
	noneUnread(t, l)
	var got []string
	for _, f := range l.Frames {
		got = append(got, string(f.Item))
	}
	if want := []string{"UO9 1:4 ap.1", "UO10 2:1 ap.1"}; !slices.Equal(got, want) {
		t.Errorf("the rows are of %q, want %q", got, want)
	}
}

// What a layout leaves open is listed: the text of the lines that are not read, and no
// others.
func TestRead_listsWhatALayoutLeavesOpen(t *testing.T) {
	for _, c := range []struct {
		name, text string
		listed     []string
	}{
		{"a table before any part", titleFor + "Anslag X\t1 000\nRegeringen beslutar följande.\n", []string{"Anslag X\t1 000"}},
		{"amounts before any part", titleFor + "Högst 5 000 000 kronor får användas för resor.\n\nap.1 Resor 500\n", []string{"Högst 5 000 000 kronor får användas för resor.", "ap.1 Resor 500"}},
		{"an amount in a part that is not known", titleFor + "7.1 Blommor\n\nHögst 5 000 kronor får användas för rosor.\n\nRosor är vackra.\n", []string{"Högst 5 000 kronor får användas för rosor."}},
		{"an item of another appropriation", items + "1:4 Stöd (Ramanslag)\n\n1:5 ap.1 Resor (ram)\t500\n", []string{"1:5 ap.1 Resor (ram)\t500"}},
		{"conditions of another appropriation", items + "1:4 Stöd (Ramanslag)\n\nap.1\tResor (ram)\t500\n\nVillkor för anslag 1:5\n\nHögst 5 000 kronor får användas för resor.\n", []string{"Villkor för anslag 1:5", "Högst 5 000 kronor får användas för resor."}},
		{"a number without a name", items + "1:4\n\nDisponeras av Exempelverket\t500\nap.1\tResor (ram)\t500\n", []string{"1:4"}},
		{"an amount after a name", items + "1:4 Stöd till resor 20 410\n\nap.1\tResor (ram)\t500\n", []string{"1:4 Stöd till resor 20 410"}},
		{"a disposer between two items", items + "1:4 Stöd (Ramanslag)\n1:4 ap.1\tResor (ram)\t500\nDisponeras av Skatteverket\n1:4 ap.2\tKost (ram)\t500\n", []string{"Disponeras av Skatteverket"}},
		{"a part of an item that is not above it", items + "1:4 Stöd (Ramanslag)\n1:4 ap.1\tResor (ram)\t500\n1:4 ap.2 dp.1\tKost (ram)\t500\n", []string{"1:4 ap.2 dp.1\tKost (ram)\t500"}},
		{"a number that has run into a name", items + "1:4 Stöd (Ramanslag)\nap.1\tResor (ram)\t500\nap.1.1Kost (ram)\t400\n", []string{"ap.1.1Kost (ram)\t400"}},
		{"a number that has run into its row", items + "4.3.1 Finansiella villkor för anslag/anslagsposter (belopp angivna i tkr)\n\nAnslag/ap\tAnslagskredit\tAnslagsbehållning\tIndrag\nap.1Allt0\n", []string{"ap.1Allt0"}},
		{"another unit on the row than in the heading", items + "1:4 Stöd (Ramanslag)\nap.1\tResor (ram)\t500 mnkr\n", []string{"ap.1\tResor (ram)\t500 mnkr"}},
		{"tkr on the row in a table in kronor", strings.Replace(items, "tkr", "kronor", 1) + "1:4 Stöd (Ramanslag)\nap.1\tResor (ram)\t500 tkr\n", []string{"ap.1\tResor (ram)\t500 tkr"}},
		{"a row of a table that no area is known for", titleFor + "4.3.1 Finansiella villkor för anslag/anslagsposter\n\nAnslag/ap\tAnslagskredit (tkr)\tAnslagsbehållning\tIndrag\n1:9 ap.1\t1\tInget\t0\n", []string{"1:9 ap.1\t1\tInget\t0"}},
		{"two units in the head of a table", items + "1:4 Stöd (Ramanslag)\nap.1\tResor (ram)\t500\n\n4.3.1 Finansiella villkor för anslag/anslagsposter\n\nAnslag/ap\tAnslagskredit (tkr)\tAnslagsbehållning\tIndrag (mnkr)\n1:4 ap.1\t1\tInget\t0\n", []string{"Anslag/ap\tAnslagskredit (tkr)\tAnslagsbehållning\tIndrag (mnkr)"}},
		{"a communication without its session", titleFor + "Riksdagen har beslutat om anslaget (prop. 2011/12:1, bet. 2011/12:SoU1, rskr. 92).\n", []string{"Riksdagen har beslutat om anslaget (prop. 2011/12:1, bet. 2011/12:SoU1, rskr. 92)."}},
		{"a title without an agency", strings.Replace(titleFor, "Exempelverket", "anslag 1:4", 1), []string{"Regleringsbrev för budgetåret 2012 avseende anslag 1:4"}},
		{"a title of several appropriations", strings.Replace(titleFor, "Exempelverket", "vissa anslag inom utgiftsområde 9", 1), []string{"Regleringsbrev för budgetåret 2012 avseende vissa anslag inom utgiftsområde 9"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := directive.Read(document(t, c.text))
			if err != nil {
				t.Fatal(err)
			}
			complete(t, l)
			var listed []string
			for _, u := range l.Unread {
				listed = append(listed, u.Text)
			}
			if !slices.Equal(listed, c.listed) {
				t.Errorf("listed %q, want %q", listed, c.listed)
			}
			if strings.Contains(c.name, "title") && l.Agency != "" {
				t.Errorf("the agency is %q", l.Agency)
			}
		})
	}
}

// A letter of which nothing was read as data is in doubt, whatever prose it has.
func TestRead_nothingKnownIsADoubt(t *testing.T) {
	l, err := directive.Read(document(t, titleFor+"Regeringen beslutar att följande ska gälla.\n\nFINANSIERING\n\nSe bilagan.\n"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "missing anything that the reader knows"
	if all := directive.Doubts(l); !slices.ContainsFunc(all, func(d directive.Doubt) bool { return d.ID == want }) {
		t.Errorf("the doubts are %v", all)
	}
	if l, err = directive.Read(document(t, titleFor+"3 Uppdrag\n\nResor\n\nExempelverket ska resa.\n")); err != nil {
		t.Fatal(err)
	}
	if all := directive.Doubts(l); slices.ContainsFunc(all, func(d directive.Doubt) bool { return d.ID == want }) {
		t.Errorf("a letter with an assignment: %v", all)
	}
}

// The head of a decision in the ways it is printed.
func TestRead_headOfTheDecision(t *testing.T) {
	for _, c := range []struct{ text, number, diary string }{
		{"Regeringsbeslut\nI 12\n2018-08-30\nFi2018/02966/BATOT\n", "I 12", "Fi2018/02966/BATOT"},
		{"Regeringsbeslut\tII 11\n2008-04-17 N2008/957/IR\n", "II 11", "N2008/957/IR"},
		{"Socialdepartementet Regeringsbeslut III 4 2014-08-28\nS2014/6324/SFÖ, S2014/6325/Åtgärd (delvis)\n", "III 4", "S2014/6324/SFÖ S2014/6325/Åtgärd"},
		{"Regeringsbeslut\nI3\nA2020/00404/A\nA2020/00273/SV(delvis)\n", "I3", "A2020/00404/A A2020/00273/SV"},
		{"Protokoll\nIV:3\nFK 2024/001234\n", "IV:3", "FK 2024/001234"},
		{"Exempelverket\nBox V 12\nRegeringsbeslut I 2018-12-20\n", "", ""},
	} {
		l, err := directive.Read(document(t, c.text+"\n"+titleFor+"Regeringen beslutar följande.\n"))
		if err != nil {
			t.Fatal(err)
		}
		complete(t, l)
		if got := strings.Join(l.Diary, " "); l.Number != c.number || got != c.diary {
			t.Errorf("%q: number %q and diary %q", c.text, l.Number, got)
		}
	}
}

// A title that goes on is put together; what stands under it is not a part of it.
func TestRead_titleAndWhatFollowsIt(t *testing.T) {
	const long = "Regleringsbrev för budgetåret 2012 avseende Exempelverket för mycket långa namn"
	const decided = "Riksdagen har beslutat om verket (prop. 2011/12:1, utg.omr. 9, bet. 2011/12:SoU1, rskr. 2011/12:92)."
	for _, c := range []struct {
		text, title, agency string
		bills               int
	}{
		{long + "\n" + decided, long, "Exempelverket för mycket långa namn", 1},
		{long + "\n2 bilagor\n" + decided, long, "Exempelverket för mycket långa namn", 1},
		{long + "\noch annat\n" + decided, long + " och annat", "Exempelverket för mycket långa namn och annat", 1},
		{"Regleringsbrev för budgetåret 2012\nExempelverket\n" + decided, "Regleringsbrev för budgetåret 2012 Exempelverket", "", 1},
		{"Regleringsbrev för budgetåret 2012\navseende Exempelverket\n", "Regleringsbrev för budgetåret 2012 avseende Exempelverket", "Exempelverket", 0},
		{"Regleringsbrev för budgetåret 2012\n" + decided, "Regleringsbrev för budgetåret 2012", "", 1},
	} {
		l, err := directive.Read(document(t, c.text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		complete(t, l)
		if listed := len(l.Unread) > 0; listed != (c.agency == "") {
			t.Errorf("%q: a doubt %t: %v", c.text, listed, l.Unread)
		}
		if l.Title != c.title || l.Agency != c.agency || len(l.Riksdag) != c.bills {
			t.Errorf("%q: title %q, agency %q, %d decisions, not read %v", c.text, l.Title, l.Agency, len(l.Riksdag), l.Unread)
		}
	}
}
