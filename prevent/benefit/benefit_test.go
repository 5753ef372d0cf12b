package benefit_test

import (
	"encoding/csv"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"balans/prevent/benefit"
)

func TestAll_isTheCatalogueInOrder(t *testing.T) {
	all := benefit.All()
	if len(all) < 50 || len(all) > 100 {
		t.Fatalf("%d benefits", len(all))
	}
	if all[0].String() != "bostadsbidrag" {
		t.Errorf("the first is %s", all[0])
	}
	seen := map[string]bool{}
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	item := regexp.MustCompile(`^(UO(9|10|12) \d:\d ap\.\d+)?$`)
	for i, c := range all {
		if int(c) != i+1 || !c.IsKnown() {
			t.Errorf("%s is number %d", c, c)
		}
		if seen[c.String()] || !form.MatchString(c.String()) {
			t.Errorf("%q is twice or not a code", c)
		}
		seen[c.String()] = true
		if back, ok := benefit.Parse(c.String()); !ok || back != c {
			t.Errorf("%s is read as %s, %v", c, back, ok)
		}
		if c.NameSv() == "" || c.NameEn() == "" || c.Law() == "" || !item.MatchString(c.Item()) {
			t.Errorf("%s: %q %q %q %q", c, c.NameSv(), c.NameEn(), c.Law(), c.Item())
		}
		switch c.Authority() {
		case benefit.FK:
		case benefit.PM, benefit.AF:
			if c.Item() != "" {
				t.Errorf("%s of %s has the item %s of Försäkringskassan's letter", c, c.Authority(), c.Item())
			}
		default:
			t.Errorf("%s has the authority %q", c, c.Authority())
		}
		if !strings.ContainsRune("VSR", rune(c.Confidence())) {
			t.Errorf("%s has the confidence %q", c, c.Confidence())
		}
	}
}

func TestParse_knowsTheBenefitsOfTheOrder(t *testing.T) {
	for code, want := range map[string]struct {
		name      string
		authority benefit.Authority
		item      string
	}{
		"bostadsbidrag":              {"Bostadsbidrag", benefit.FK, "UO12 1:8 ap.2"},
		"sjukpenning":                {"Sjukpenning", benefit.FK, "UO10 1:1 ap.21"},
		"foraldrapenning":            {"Föräldrapenning", benefit.FK, "UO12 1:2 ap.9"},
		"tillfallig-foraldrapenning": {"Tillfällig föräldrapenning", benefit.FK, "UO12 1:2 ap.11"},
		"assistansersattning":        {"Assistansersättning", benefit.FK, "UO9 4:4 ap.1"},
		"underhallsstod":             {"Underhållsstöd", benefit.FK, "UO12 1:3 ap.1"},
		"aktivitetsstod":             {"Aktivitetsstöd", benefit.AF, ""},
		"garantipension":             {"Garantipension till ålderspension", benefit.PM, ""},
	} {
		c, ok := benefit.Parse(code)
		if !ok || c.NameSv() != want.name || c.Authority() != want.authority || c.Item() != want.item {
			t.Errorf("%s: %v %q %s %q", code, ok, c.NameSv(), c.Authority(), c.Item())
		}
	}
}

func TestParse_refusesWhatIsNotInTheCatalogue(t *testing.T) {
	for _, code := range []string{"", "Bostadsbidrag", "bostadsbidrag ", "barnpeng"} {
		if c, ok := benefit.Parse(code); ok || c != benefit.None {
			t.Errorf("%q is %s", code, c)
		}
	}
	for _, c := range []benefit.Code{benefit.None, 255} {
		if c.IsKnown() || c.String() != "" || c.NameSv() != "" || c.Authority() != "" || c.Confidence() != 0 {
			t.Errorf("number %d is a benefit", c)
		}
	}
}

func TestText_roundTripsThroughMarshalling(t *testing.T) {
	for _, want := range append(benefit.All(), benefit.None) {
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		got := benefit.Code(200)
		if err = got.UnmarshalText(text); err != nil || got != want {
			t.Errorf("%q is read as %s, %v", text, got, err)
		}
	}
	var c benefit.Code
	if err := c.UnmarshalText([]byte("barnpeng")); err == nil {
		t.Error("an unknown benefit is read")
	}
}

// The wider catalogue of appropriation items is compared when it lies beside the
// repository.
func TestAll_hasEveryItemThatIsPaidToOrForAPerson(t *testing.T) {
	file, err := os.Open("../../../shared/domain/benefit_catalogue.csv")
	if err != nil {
		t.Log("the wider catalogue is not here")
		return
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ours := map[string]bool{}
	for _, c := range benefit.All() {
		ours[c.Item()] = true
	}
	for _, r := range records[1:] {
		item := strings.Join(r[:3], " ")
		if taxable := r[8]; taxable != "na" && !ours[item] {
			t.Errorf("%s %s is missing", item, r[3])
		}
		delete(ours, item)
	}
	delete(ours, "")
	for item := range ours {
		t.Errorf("%s is no item of the letter", item)
	}
}

// The items are those of the letter: 48, and every benefit that names one names one of
// them, of the same tax where the item bears one benefit alone.
func TestItems_bearEveryBenefit(t *testing.T) {
	items := map[string]benefit.Item{}
	for _, it := range benefit.Items() {
		items[it.Code] = it
	}
	if len(items) != 48 {
		t.Errorf("%d items; the letter has 48", len(items))
	}
	bears := map[string][]benefit.Code{}
	for _, c := range benefit.All() {
		if c.Item() == "" {
			continue
		}
		it, ok := items[c.Item()]
		if !ok {
			t.Errorf("%s rests on %s, which is no item", c, c.Item())
		}
		if it.DisposedBy != "" {
			t.Errorf("%s rests on %s, which %s disposes of", c, c.Item(), it.DisposedBy)
		}
		bears[c.Item()] = append(bears[c.Item()], c)
	}
	for code, it := range items {
		if all := bears[code]; it.Tax != benefit.NotTaxable && len(all) == 0 || len(all) == 1 && it.Tax != benefit.NotTaxable && all[0].Tax() != it.Tax {
			t.Errorf("%s %s is taxed %s and bears %v", code, it.NameSv, it.Tax, all)
		}
	}
	others := 0
	for _, it := range items {
		if it.DisposedBy != "" {
			others++
		}
	}
	if others != 2 {
		t.Errorf("%d items are disposed of by others; two are", others)
	}
}

// The lists of SFB 5:9 and 6:6 as they stand there, and what SFB 112:4 excepts.
func TestTerms_areThoseOfTheStatute(t *testing.T) {
	residence := strings.Fields("foraldrapenning barnbidrag underhallsstod adoptionsbidrag omvardnadsbidrag sjukpenning-sarskilda-fall arbetshjalpmedel sarskilt-bidrag" +
		" rehabiliteringspenning-sarskilda-fall sjukersattning aktivitetsersattning merkostnadsersattning assistansersattning bilstod garantipension" +
		" sarskilt-pensionstillagg aldreforsorjningsstod efterlevandestod garantipension-omstallningspension bostadsbidrag bostadstillagg boendetillagg")
	work := strings.Fields("graviditetspenning foraldrapenning tillfallig-foraldrapenning sjukpenning rehabiliteringspenning sarskilt-bidrag arbetshjalpmedel" +
		" sjukersattning aktivitetsersattning arbetsskadelivranta narstaendepenning inkomstpension tillaggspension premiepension inkomstpensionstillagg" +
		" barnpension omstallningspension ankepension premiepension-efterlevande")
	for _, list := range []struct {
		codes []string
		on    func(benefit.Basis) bool
		name  string
	}{{residence, benefit.Basis.OnResidence, "SFB 5:9"}, {work, benefit.Basis.OnWork, "SFB 6:6"}} {
		for _, code := range list.codes {
			if c, ok := benefit.Parse(code); !ok || !list.on(c.Basis()) {
				t.Errorf("%s stands in %s; the catalogue says %q", code, list.name, c.Basis())
			}
		}
		other := work
		if list.name == "SFB 6:6" {
			other = residence
		}
		for _, code := range other {
			if c, _ := benefit.Parse(code); list.on(c.Basis()) && !slices.Contains(list.codes, code) {
				t.Errorf("%s does not stand in %s; the catalogue says %q", code, list.name, c.Basis())
			}
		}
	}
	never := map[string]bool{"adoptionsbidrag": true, "bilstod": true, "sarskilt-pensionstillagg": true, "assistansersattning": true}
	for _, c := range benefit.All() {
		unknown := c.Marks().MayHold == 'U'
		if never[c.String()] && (c.MayHold() || unknown) || !never[c.String()] && !c.MayHold() && !unknown || c.MayHold() && unknown {
			t.Errorf("%s: may be held is %v, marked %c", c, c.MayHold(), c.Marks().MayHold)
		}
		if !strings.HasPrefix(c.Law(), "SFB") && c.MayHold() {
			t.Errorf("%s stands in %s, to which SFB 112:3 does not apply", c, c.Law())
		}
		if c.Payee() == "" || c.Tax() == "" || c.Form() == "" {
			t.Errorf("%s: %q %q %q", c, c.Payee(), c.Tax(), c.Form())
		}
	}
	if n := benefit.None; n.MayHold() || n.Basis() != "" || n.Marks() != (benefit.Marks{}) {
		t.Error("no benefit has terms")
	}
}
