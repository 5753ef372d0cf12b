package directive

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"

	"pgregory.net/rapid"
)

const (
	us        = "Försäkringskassan"
	ministry  = "Regeringskansliet (Socialdepartementet)"
	ministryA = "Regeringskansliet (Arbetsmarknadsdepartementet)"
)

// occasions are forecast occasions of an invented year.
var occasions = []Deadline{
	{Kind: ForecastOn, Date: calendar.New(2031, 2, 4), Precision: ToDay, Inferred: true},
	{Kind: ForecastOn, Date: calendar.New(2031, 4, 28), Precision: ToDay, Inferred: true},
	{Kind: ForecastOn, Date: calendar.New(2031, 7, 28), Precision: ToDay, Inferred: true},
	{Kind: ForecastOn, Date: calendar.New(2031, 10, 21), Precision: ToDay},
}

func context2031() deadlineContext {
	return deadlineContext{Year: 2031, Agency: us, Occasions: occasions}
}

// told writes a deadline on a line, with what is not usual about it.
func told(d Deadline) string {
	s := string(d.Kind) + " "
	if d.Date == calendar.None {
		s += "?"
	} else {
		s += d.Date.String()
	}
	if d.Precision != ToDay && d.Precision != "" {
		s += " " + string(d.Precision)
	}
	if d.Inferred {
		s += " inferred"
	}
	if d.Yearly {
		s += fmt.Sprintf(" yearly %d", d.Until)
	}
	if d.Relative != "" {
		s += " on " + d.Relative
	}
	if d.Joint {
		s += " joint"
	}
	if d.By != "" {
		s += " by " + d.By
	}
	if len(d.To) > 0 {
		s += " to " + strings.Join(d.To, " + ")
	}
	return s
}

func allTold(ds []Deadline) string {
	var out []string
	for _, d := range ds {
		out = append(out, told(d))
	}
	return strings.Join(out, "\n")
}

type deadlineCase struct {
	text string
	want string // a line each
}

func check(t *testing.T, ctx deadlineContext, cases []deadlineCase) {
	t.Helper()
	for _, c := range cases {
		got := deadlinesIn(c.text, 7, ctx)
		if allTold(got) != c.want {
			t.Errorf("%s\n got: %s\nwant: %s", c.text, allTold(got), c.want)
		}
		for _, d := range got {
			if d.Line != 7 || d.Printed == "" || !strings.Contains(c.text, d.Printed) {
				t.Errorf("%s\n line %d and words %q are not where it was read", c.text, d.Line, d.Printed)
			}
		}
	}
}

func TestDeadlinesIn_readsWhatIsDueInSentences(t *testing.T) {
	check(t, context2031(), []deadlineCase{
		{"Myndigheten ska senast den 9 mars redovisa en handlingsplan för kortare köer.", "action plan 2031-03-09 inferred"},
		{"Myndigheten ska senast den 9 mars 2032 redovisa hur handlingsplanen har följts.", "report 2032-03-09"},
		{"Arbetet ska redovisas till Regeringskansliet (Socialdepartementet) senast den 4 maj 2031.", "report 2031-05-04 to " + ministry},
		{"En redovisning ska senast den 4 maj 2031 lämnas till Regeringskansliet (Socialdepartementet och Arbetsmarknadsdepartementet).",
			"report 2031-05-04 to " + ministry + " + " + ministryA},
		{"En delredovisning ska lämnas senast den 1 mars 2031 och en slutredovisning senast den 1 juni 2032.", "interim 2031-03-01\nreport 2032-06-01"},
		{"Redovisning ska lämnas senast den 1 mars 2031 (delredovisning) och den 1 juni 2032 (slutredovisning).", "interim 2031-03-01\nreport 2032-06-01"},
		{"Uppdraget ska delredovisas senast den 1 mars respektive den 1 oktober 2031.", "interim 2031-03-01\ninterim 2031-10-01"},
		{"Rapporter ska lämnas senast 15 mars, 15 juni och 15 september.", "report 2031-03-15 inferred\nreport 2031-06-15 inferred\nreport 2031-09-15 inferred"},
		{"Uppdraget ska redovisas senast den 1 och 15 april 2031.", "report 2031-04-01\nreport 2031-04-15"},
		{"Redovisningen ska inkomma senast 2031-03-01.", "report 2031-03-01"},
		{"Redovisningen ska ha kommit in senast måndagen den 3 mars 2031.", "report 2031-03-03"},
		{"Redovisningen ska lämnas senast kl. 12 den 3 mars 2031.", "report 2031-03-03"},
		{"Redovisningen ska lämnas senast den 15/3 2031.", "report 2031-03-15"},
		{"Redovisningen ska lämnas senast vid utgången av april.", "report 2031-04-30 month inferred"},
		{"Redovisningen ska lämnas senast den sista februari 2032.", "report 2032-02-29 month"},
		{"Redovisningen ska lämnas senast i april 2032.", "report 2032-04-30 month"},
		{"Uppdraget ska redovisas i mars, juni och september 2031.", "report 2031-03-31 month\nreport 2031-06-30 month\nreport 2031-09-30 month"},
		{"Uppdraget ska redovisas till Regeringskansliet (Socialdepartementet) i april 2031.", "report 2031-04-30 month to " + ministry},
		{"Uppdraget ska redovisas under första kvartalet 2032.", "report 2032-03-31 month"},
		{"Uppdraget ska redovisas senast 2033.", "report 2033-12-31 year"},
		{"Prognosen ska lämnas senast den 2 augusti 2031.", "forecast 2031-08-02"},
		{"En delrapport med prognos för medlen ska senast den 2 augusti lämnas till regeringen.", "interim 2031-08-02 inferred to Regeringen"},
		{"Myndigheten ska under 2031 ansluta sina register till tjänsten.", "done 2031-12-31 year"},
		{"Under 2031 ska myndigheten ansluta sina register till tjänsten.", "done 2031-12-31 year"},
		{"Myndigheten ska senast den 1 juli 2031 ansluta sig till tjänsten.", "done 2031-07-01"},
		{"De nya reglerna ska kunna användas från och med den 1 juli 2031.", "ready 2031-07-01"},
		{"Tjänsten ska vara i drift den 1 juli 2031.", "ready 2031-07-01"},
		{"Medlen betalas ut efter rekvisition till Kammarkollegiet senast den 30 november 2031.", "requisition 2031-11-30 to Kammarkollegiet"},
		{"Outnyttjade medel ska återbetalas till Kammarkollegiet senast den 15 mars 2032. Vid samma tidpunkt ska en ekonomisk redovisning lämnas.",
			"repay 2032-03-15 to Kammarkollegiet\nreport 2032-03-15 on same time"},
		{"Myndigheterna ska senast den 1 juni 2031 lämna en gemensam redovisning till Skatteverket.", "report 2031-06-01 joint to Skatteverket"},
		{"Myndigheterna ska gemensamt redovisa vad de gjort senast den 1 juni 2031.", "report 2031-06-01 joint"},
		{"Myndigheterna ska hålla gemensamma möten. Detta ska redovisas senast den 1 juni 2031.", "report 2031-06-01"},
		{"Skatteverket ska senast den 1 juni 2031 lämna uppgifter om utfallet.", "report 2031-06-01 by Skatteverket"},
		{"Försäkringskassan ska årligen, senast den 15 mars, lämna en rapport t.o.m. 2034.", "report 2031-03-15 inferred yearly 2034"},
		{"Rapporten ska lämnas senast den 15 mars varje år till och med 2034.", "report 2031-03-15 inferred yearly 2034"},
		{"Myndigheten ska redovisa insatser som årligen görs i länen senast den 15 mars 2031.", "report 2031-03-15"},
		{"Myndigheten ska årligen redovisa utfallet till Skatteverket.", "report ? yearly 0 to Skatteverket"},
		{"Myndigheten ska i samband med ordinarie prognostillfällen, med start i juli, 2031, lämna redovisningen till Regeringskansliet (Socialdepartementet). Redovisningen i februari 2032 ska avse hela året.",
			"report 2031-07-28 inferred on forecast occasions to " + ministry + "\nreport 2031-10-21 on forecast occasions to " + ministry + "\nreport 2032-02-29 month to " + ministry},
		{"Läget ska redovisas vid prognostillfället i juli.", "report 2031-07-28 inferred on forecast occasions"},
		{"Uppdraget ska redovisas i årsredovisningen för 2031.", "report ? on annual report"},
		{"Uppdraget ska redovisas i samband med årsredovisningen, senast den 22 februari 2032.", "report 2032-02-22 on annual report"},
		{"Uppdraget ska redovisas senast den 1 februri 2032.", "report 2032-02-01"},
		{"Uppdraget ska redovisas scnast den 1 mars 2032.", "report 2032-03-01"},
		{"Uppdraget skall redovisas senast 15 feb. 2032.", "report 2032-02-15"},
		{"En lägesrapport ska redovisas för Finansdepartementet senast den 15 juni och senast den 15 oktober 2031.",
			"interim 2031-06-15 to Finansdepartementet\ninterim 2031-10-15 to Finansdepartementet"},
		{"Redovisningen ska vara Regeringskansliet (Socialdepartementet) tillhanda senast den 1 mars 2031.", "report 2031-03-01 to " + ministry},
		{"En rapport ska lämnas senast den 1 mars 2031 och därefter årligen.", "report 2031-03-01 yearly 0"},
		{"En rapport ska lämnas den 1 mars åren 2031, 2032 och 2033.", "report 2031-03-01\nreport 2032-03-01\nreport 2033-03-01"},
		{"En rapport ska lämnas den 1 mars åren 2031–2033.", "report 2031-03-01 yearly 2033"},
		{"Myndigheten ska under året ansluta sina register.", "done 2031-12-31 year inferred"},
		{"Rapporten ska lämnas före årets slut.", "report 2031-12-31 year inferred"},
		{"Myndigheten ska redovisa uppdraget senast i samband med årsredovisningen.", "report ? on annual report"},
	})
}

// Letters ask for reports in other words than "ska redovisas senast den".
func TestDeadlinesIn_readsOtherWaysToAsk(t *testing.T) {
	check(t, context2031(), []deadlineCase{
		{"Uppdraget redovisas till Socialdepartementet den 15 september 2031.", "report 2031-09-15 to Socialdepartementet"},
		{"Uppdraget slutredovisas den 1 mars 2032 (S2030/0001).", "report 2032-03-01"},
		{"Uppdraget redovisas i årsredovisningen för 2031.", "report ? on annual report"},
		{"En delredovisning lämnas den 1 juni 2031 och en slutredovisning den 1 december 2031.", "interim 2031-06-01\nreport 2031-12-01"},
		{"Försäkringskassan ska redovisa uppdraget den 22 februari 2032.", "report 2032-02-22"},
		{"Försäkringskassan ska redovisa uppdraget till Regeringskansliet den 1.3.2031.", "report 2031-03-01 to Regeringskansliet"},
		{"Försäkringskassan ska redovisa uppdraget i maj.", "report 2031-05-31 month inferred"},
		{"Försäkringskassan ska lämna rapport vid följande tillfällen: 15 mars, 15 juni och 15 december 2031.", "report 2031-03-15\nreport 2031-06-15\nreport 2031-12-15"},
		{"Försäkringskassan ska redovisa arbetet dels den 1 juni 2031, dels den 1 december 2031.", "report 2031-06-01\nreport 2031-12-01"},
		{"Försäkringskassan ska redovisa arbetet dels i årsredovisningen för 2031, dels den 1 juni 2031.", "report ? on annual report\nreport 2031-06-01"},
		{"Försäkringskassan ska senast den 15 juni 2031 och i samband med årsredovisningen för 2031 redovisa läget.", "report 2031-06-15\nreport ? on annual report"},
		{"Försäkringskassan ska redovisa utvecklingen per kvartal.", "report ?"},
		{"Försäkringskassan ska redovisa utvecklingen månatligen.", "report ?"},
		{"Försäkringskassan ska redovisa uppdraget senast första veckan i mars 2031.", "report ?"},
		{"Uppdraget ska redovisas senast sista dagen i mars 2031.", "report 2031-03-31 month"},
		{"Försäkringskassan ska redovisa uppdraget senast den 22 februari varje år 2032–2034.", "report 2032-02-22 yearly 2034"},
		{"Uppdraget ska redovisas den 1 mars varje år från och med 2032 till och med 2034.", "report 2032-03-01 yearly 2034"},
		{"Försäkringskassan ska redovisa uppdraget den 22 februari 2032 och därefter årligen.", "report 2032-02-22 yearly 0"},
		{"Uppdraget ska redovisas senast i november 2031 eller, om behov finns, i januari 2032.", "report 2031-11-30 month\nreport 2032-01-31 month"},
		{"Uppdraget ska redovisas i mars och i juni 2031.", "report 2031-03-31 month\nreport 2031-06-30 month"},
		{"Försäkringskassan ska redovisa uppdraget senast 15 mars till 15 april 2031.", "report 2031-04-15"},
		{"Uppdraget ska redovisas mellan den 15 mars och den 15 april 2031.", "report 2031-04-15"},
		{"Uppdraget ska redovisas 15–30 april 2031.", "report 2031-04-30"},
		{"Uppdraget ska redovisas i mars–maj 2031.", "report 2031-05-31 month"},
		{"Försäkringskassan ska kvartalsvis redovisa utvecklingen, första gången den 15 april 2031.", "report ?\nreport 2031-04-15"},
		{"Försäkringskassan ska varje kvartal redovisa utvecklingen, med början den 15 april 2031.", "report ?\nreport 2031-04-15"},
		{"Uppdraget ska vara slutfört den 31 december 2032.", "done 2032-12-31"},
		{"Uppdraget gäller till och med den 31 december 2032 och ska slutredovisas tre månader därefter.", "report ?"},
	})
}

func TestDeadlinesIn_keepsTheWordsOfTimesThatAreNoDate(t *testing.T) {
	for text, words := range map[string]string{
		"Uppdraget ska redovisas senast den 31 februari 2031.":                     "senast den 31 februari 2031",
		"Uppdraget ska redovisas senast 2031-13-01.":                               "senast 2031-13-01",
		"Uppdraget ska redovisas senast den 40 mars 2031.":                         "senast den 40 mars 2031",
		"Uppdraget ska redovisas kvartalsvis till Skatteverket.":                   "kvartalsvis",
		"Myndigheten ska varannan månad rapportera läget.":                         "varannan månad",
		"Myndigheten ska lämna en rapport varje kvartal.":                          "varje kvartal",
		"Uppdraget ska redovisas vecka 12.":                                        "vecka 12",
		"Uppdraget ska redovisas senast vecka 12 2031.":                            "senast vecka 12 2031",
		"Uppdraget ska redovisas senast två månader efter beslutet.":               "senast två månader efter beslutet",
		"Uppdraget ska redovisas senast vid det möte som hålls, om inget annat.":   "senast vid det möte som hålls",
		"Uppdraget ska redovisas senast den förste mars.":                          "senast den förste mars",
		"Uppdraget ska redovisas i budgetunderlaget.":                              "i budgetunderlaget",
		"Uppdraget ska redovisas i samband med delårsrapporten.":                   "i samband med delårsrapporten",
		"Uppdraget ska redovisas under hösten 2031.":                               "under hösten 2031",
		"Uppdraget ska redovisas senast första veckan i mars 2031.":                "senast första veckan i mars 2031",
		"Myndigheten ska redovisa utvecklingen per kvartal.":                       "per kvartal",
		"Uppdraget ska redovisas senast vid årsskiftet 2031/32.":                   "senast vid årsskiftet 2031/32",
		"Uppdraget ska redovisas inom två månader.":                                "inom två månader",
		"Uppdraget ska redovisas senast i mars/april 2031.":                        "senast i mars/april 2031",
		"Redovisning ska lämnas till Skatteverket senast":                          "senast",
		"Redovisning ska lämnas till Skatteverket senast den":                      "senast den",
		"Myndigheten ska två gånger per år rapportera läget till Socialstyrelsen.": "två gånger per år",
	} {
		got := deadlinesIn(text, 1, context2031())
		if len(got) != 1 || got[0].Date != calendar.None || got[0].Printed != words || got[0].Kind != Report {
			t.Errorf("%s\n got %v %+v", text, allTold(got), got)
		}
	}
	got := deadlinesIn("Redovisningen ska lämnas vid ordinarie prognostillfällen.", 1, deadlineContext{Year: 2031})
	if len(got) != 1 || got[0].Date != calendar.None || got[0].Relative != onOccasions {
		t.Errorf("without known occasions: %+v", got)
	}
	if got := deadlinesIn("Redovisas senast den 1 mars.", 1, deadlineContext{}); len(got) != 1 || got[0].Date != calendar.None {
		t.Errorf("without a year: %+v", got)
	}
}

func TestDeadlinesIn_leavesDatesThatAreOnlySpokenOf(t *testing.T) {
	for _, text := range []string{
		"Skulder som beslutades innan respektive efter den 1 mars 2029 ska redovisas var för sig.",
		"Skulder som uppstått före den 1 mars 2029, då lagen trädde i kraft den 1 april 2029, ska minska.",
		"Anslaget får användas enligt förordning (EEG) nr 1408/71 av den 14 juni 1971 om social trygghet.",
		"Bidrag lämnas enligt avtalet av den 3 maj 2031 om samarbete.",
		"Myndigheten ska redovisa prognoser för 2031–2034.",
		"Myndigheten får fr.o.m. den 1 januari 2031 räkna om ersättningen.",
		"Myndigheten ska beskriva utvecklingen till och med 2033 för kötider.",
		"Myndigheten ska redovisa insatser som genomförts t.o.m. 2033.",
		"Myndigheten ska redovisa hur många beslut som överklagats under 2031.",
		"En redogörelse för verksamheten under 2031 ska lämnas.",
		"Skatteverket får använda 2 000 000 kronor under 2031 för uppdraget.",
		"Regeringen beslutar att följande ska gälla under budgetåret 2031.",
		"Prognosen ska jämföras med den senast lämnade prognosen.",
		"Redovisningen ska göras i förhållande till föregående prognostillfälle.",
		"Utfallet ska redovisas fördelat kvartalsvis.",
		"Ansökningar som kommit in senast den 1 mars 2031 ska prövas.",
		"Prognoserna lämnas i systemet senast den:",
		"Vid prognostillfällena ska följande redovisas:",
		"Myndigheten ska lämna prognoser vid de prognostillfällen som anges nedan.",
		"Myndigheten ska lämna prognoser vid nedanstående prognostillfällen.",
		"Utgifter som avser vård den 3 april 2031 får räknas av.",
		"Ersättning lämnas enligt 11 kap. 3 maj-regeln.",
		"I redovisningen den 1 mars 2029 framgick att kötiderna ökat.",
		"Uppgifter som lämnas den 1 mars 2031 ska sparas.",
		"De åtaganden som ingås redovisas i myndighetens årsredovisning.",
		"Avser 24 000 593 kronor för 2031 och ett belopp för 2028.",
		"Redovisningen ska avse insatser under året som gett resultat.",
		"Förslag som lämnats i budgetunderlaget ska redovisas per år.",
		"Insatserna ska redovisas inom ramen för uppdraget, dock ej senare än beslutat.",
		"Myndigheten ska redovisa hur läget förändrats under hösten 2030.",
		"Uppdraget gavs i regleringsbrevet för 2030 (S2029/01234).",
		"Myndigheten ska redovisa ställningen den 30 juni 2031.",
		"Bidrag lämnas den 1 mars 2031.",
		"Utfallet ska redovisas fördelat per kvartal.",
		"Antalet timmar per vecka ska redovisas.",
		"Redovisningen ska avse perioden 1 januari–30 juni 2031.",
	} {
		if got := deadlinesIn(text, 1, context2031()); len(got) > 0 {
			t.Errorf("%s\n gave %s", text, allTold(got))
		}
	}
}

func TestDeadlinesIn_readsCells(t *testing.T) {
	ctx := context2031()
	ctx.Table = true
	check(t, ctx, []deadlineCase{
		{"Den 3 februari 2031", "report 2031-02-03"},
		{"3 februari", "report 2031-02-03 inferred"},
		{"Den 31 mars 2031, 2032, 2033", "report 2031-03-31\nreport 2032-03-31\nreport 2033-03-31"},
		{"Den 31 januari 2031, den 31 mars 2032 och 2033 (av Skatteverket)",
			"report 2031-01-31 by Skatteverket\nreport 2032-03-31 by Skatteverket\nreport 2033-03-31 by Skatteverket"},
		{"Den 31 mars 2031 Den 5 oktober 2032", "report 2031-03-31\nreport 2032-10-05"},
		{"Årligen till Boverket senast den 15 februari t o m 2035.", "report 2031-02-15 inferred yearly 2035 to Boverket"},
		{"Den 22 februari, årligen t.o.m. 2036.", "report 2031-02-22 inferred yearly 2036"},
		{"Årligen den 1 mars", "report 2031-03-01 inferred yearly 0"},
		{"Den 1 mars 2031–2034", "report 2031-03-01 yearly 2034"},
		{"Årligen i samband med årsredovisningen t.o.m. 2037.", "report ? yearly 2037 on annual report"},
		{"I årsredovisningen för 2031", "report ? on annual report"},
		{"Delredovisning den 1 mars 2031, slutredovisning den 1 mars 2032", "interim 2031-03-01\nreport 2032-03-01"},
		{"Delrapport 1 mars 2031 (av IVO), slutrapport 1 mars 2032 (av Länsförbundet Nord)", "interim 2031-03-01 by Inspektionen för vård och omsorg\nreport 2032-03-01 by Länsförbundet Nord"},
		{"April 2031", "report 2031-04-30 month"},
		{"Löpande", "report ?"},
		{"Enligt särskilt beslut", "report ?"},
		{"T.o.m. den 1 mars 2033", "report ?"},
		{"-", ""},
		{"", ""},
	})
}

func TestIsContinuous(t *testing.T) {
	for text, want := range map[string]bool{
		"Myndigheten ska löpande hålla Regeringskansliet (Socialdepartementet) informerat om arbetet.": true,
		"Myndigheten ska hålla Skatteverket löpande informerat.":                                       true,
		"Myndigheten ska informera Skatteverket löpande.":                                              true,
		"Arbetet pågår. Skatteverket ska fortlöpande informeras om det.":                               true,
		"Löpande": true,
		"Myndigheten ska löpande utreda förutsättningarna för insatser.":            false,
		"Myndigheten ska informera om löpande ärenden den får.":                     true, // not told apart: asked to inform, and "löpande" is near
		"Myndigheten ska löpande hålla sina register aktuella.":                     false,
		"Myndigheten ska redovisa arbetet med löpande kontroller senast den 1 maj.": false,
	} {
		if got := isContinuous(text); got != want {
			t.Errorf("isContinuous(%q) = %v", text, got)
		}
	}
}

func TestMonthNamed_forgivesOneLetter(t *testing.T) {
	for name, want := range map[string]time.Month{
		"januari": 1, "Februari": 2, "MARS": 3, "apr": 4, "maj": 5, "jun": 6, "sept": 9, "okt": 10,
		"februri": 2, "apri1": 4, "novernber": 0, "septembcr": 9, "decembeer": 12, "augusfi": 8,
		"juri": 0, "jumi": 0, "man": 0, "mar": 0, "": 0, "kronor": 0, "år": 0, "mal": 0, "marsvinen": 0,
	} {
		if got := monthNamed(name); got != want {
			t.Errorf("monthNamed(%q) = %d, want %d", name, got, want)
		}
	}
}

func TestDatesPassed(t *testing.T) {
	for text, want := range map[string]string{
		"Ställningen den 30 juni 2031 ska redovisas senast den 1 oktober 2031.":                         "den 30 juni 2031",
		"Skulder från före den 1 mars 2029 ska minska.":                                                 "",
		"Enligt avtalet av den 3 maj 2031 får stöd lämnas.":                                             "",
		"Stöd lämnas fr.o.m. den 1 juli 2031 t.o.m. den 30 juni 2032.":                                  "",
		"Myndigheten ska redovisa ställningen den 30 juni 2031.":                                        "den 30 juni 2031",
		"Bidrag lämnas den 1 mars 2031 och den 2 februari 2030.":                                        "den 1 mars 2031",
		"Redovisningen ska avse perioden 1 januari–30 juni 2031.":                                       "",
		"Mötet hålls i april 2031 och den 4 maj. Det ska redovisas senast den 1 juni. Nästa är 1 juli.": "i april 2031|den 4 maj|1 juli",
	} {
		var words []string
		for _, p := range datesPassed(text, context2031()) {
			words = append(words, p.printed)
		}
		if got := strings.Join(words, "|"); got != want {
			t.Errorf("datesPassed(%q) = %s", text, got)
		}
	}
}

// Whatever stands around it, a day of the budget year or later is a deadline or is told to
// have been passed, unless it ends a period or dates an act.
func TestDeadlinesIn_noDayIsLost(t *testing.T) {
	parts := []string{"Uppdraget", "ska", "redovisas", "senast", "till", "Boverket", "som", "har", "och", "under", "i", "en", "prognos", "(", ",", "lämnas", "vid", "årligen", "2031",
		"uppdraget", "dels", "eller", "första gången", "med början", "delredovisning", "varje år", "mellan", "per kvartal", ":", "tillfällen:"}
	rapid.Check(t, func(t *rapid.T) {
		before := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 6).Draw(t, "before"), " ")
		after := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 6).Draw(t, "after"), " ")
		text := before + " den 7 maj 2033 " + after
		n := len(datesPassed(text, context2031()))
		for _, d := range deadlinesIn(text, 1, context2031()) {
			if d.Date == calendar.New(2033, 5, 7) {
				n++
			}
		}
		if n != 1 {
			t.Fatalf("%q: the day was read %d times; %s", text, n, allTold(deadlinesIn(text, 1, context2031())))
		}
	})
}

// Every day that exists is read back from each way to write it, and one that does not
// exist is kept without a date.
func TestDeadlinesIn_readsEveryDayBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(2031, 2090).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day")
		forms := []string{
			fmt.Sprintf("den %d %s %d", d, monthNames[m-1], y), fmt.Sprintf("%d %s %d", d, monthNames[m-1], y), fmt.Sprintf("%04d-%02d-%02d", y, m, d),
			fmt.Sprintf("den %d/%d %d", d, m, y), fmt.Sprintf("fredagen den %d %s, %d", d, strings.ToUpper(monthNames[m-1]), y),
		}
		text := "Uppdraget ska redovisas senast " + rapid.SampledFrom(forms).Draw(t, "form") + "."
		got := deadlinesIn(text, 1, context2031())
		if len(got) != 1 || got[0].Date != calendar.New(y, time.Month(m), d) || got[0].Inferred {
			t.Fatalf("%s: %s", text, allTold(got))
		}
	})
}

// A paragraph has the deadlines of its sentences, whatever else it says.
func TestDeadlinesIn_ofAParagraphAreThoseOfItsSentences(t *testing.T) {
	texts := []string{"Uppdraget ska redovisas senast den 4 maj 2031.", "Skulder från före den 1 mars 2029 ska minska.", "Prognosen ska lämnas i april 2031.", "Handläggningen ska vara bra, t.ex. snabb."}
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfN(rapid.SampledFrom(texts), 0, 6).Draw(t, "sentences")
		want := 0
		for _, s := range chosen {
			want += len(deadlinesIn(s, 1, context2031()))
		}
		if got := deadlinesIn(strings.Join(chosen, " "), 1, context2031()); len(got) != want {
			t.Fatalf("%d deadlines in %q, want %d", len(got), chosen, want)
		}
	})
}

func FuzzDeadlines(f *testing.F) {
	for _, s := range []string{
		"Myndigheten ska senast den 1 mars respektive den 1 oktober 2031 redovisa till Regeringskansliet (S och A).", "senast den", "(av ", "den 31 mars 2031, 2032,", "till Regeringskansliet (",
		"i samband med ordinarie prognostillfällen, med start i", "vid samma", "senast vid utgången av", "fr o m den 1 maj", "kl. 12 den 1/13", "2031–2034 och", "t.o.m.", ", . (",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, table bool) {
		ctx := context2031()
		ctx.Table = table
		for _, d := range deadlinesIn(text, 3, ctx) {
			if d.Kind == "" || d.Line != 3 || d.Printed == "" || !strings.Contains(text, d.Printed) {
				t.Fatalf("%q: %+v", text, d)
			}
			if d.Date != calendar.None && d.Precision == "" && d.Relative == "" || d.Inferred && d.Date == calendar.None {
				t.Fatalf("%q: %+v", text, d)
			}
		}
		if strings.Join(sentences(text), "") != text {
			t.Fatalf("the sentences of %q are not the text", text)
		}
		for _, n := range recipients(text) {
			if n == "" {
				t.Fatalf("%q has a recipient without a name", text)
			}
		}
		partiesIn(text, us)
		isContinuous(text)
	})
}

// The published letter lies beside the repository for those who build it; its deadlines
// were read by hand, line by line.
func TestDeadlinesIn_ofThePublishedLetter(t *testing.T) {
	data, err := os.ReadFile("../../../shared/seeds/regleringsbrev-2025.txt")
	if err != nil {
		t.Log("the published letter is not here")
		return
	}
	rk := " to " + ministry
	rounds := "report 2025-04-25 inferred on forecast occasions" + rk + "\nreport 2025-07-25 inferred on forecast occasions" + rk +
		"\nreport 2025-10-20 inferred on forecast occasions" + rk + "\nreport 2026-02-28 month" + rk
	want := map[int]string{
		85: "action plan 2025-02-24 inferred", 97: rounds, 103: "forecast 2025-02-03 inferred", 104: "forecast 2025-04-25 inferred", 105: "forecast 2025-07-25 inferred",
		106: "forecast 2025-10-20 inferred", 127: "forecast 2025-07-25", 137: "action plan 2025-02-24", 145: rounds, 151: "report 2026-04-15 joint" + rk,
		157: "report 2025-10-15" + rk, 163: "report 2025-06-16" + rk, 167: "report 2025-06-16 joint" + rk, 173: "report 2025-06-16" + rk,
		177: "report 2026-04-14 joint" + rk + " + " + ministryA, 185: "report 2026-04-14" + rk + " + " + ministryA + "\nreport 2026-04-14" + rk,
		189: "report 2026-02-03" + rk, 195: "report 2025-05-15" + rk, 199: "report 2025-11-13" + rk, 205: "report 2025-05-08" + rk,
		211: "interim 2025-04-16" + rk + "\nreport 2025-06-17" + rk, 217: "interim 2025-07-25 inferred" + rk + "\nreport 2026-02-27" + rk,
		229: "report 2025-04-14" + rk, 233: "done 2025-12-31 year", 241: "report 2025-06-02" + rk, 281: "ready 2026-01-01", 285: "ready 2026-04-01",
		246: "report ? yearly 2031 on annual report", 247: "report 2025-02-15 inferred yearly 2029 to Tillväxtverket",
		248: "report 2025-01-31 by Tillväxtverket\nreport 2026-03-31 by Tillväxtverket\nreport 2027-03-31 by Tillväxtverket",
		249: "report 2025-01-29", 250: "report 2025-02-28", 251: "report 2025-03-01", 252: "report 2026-01-30", 253: "report 2025-04-01", 254: "report 2025-04-11",
		255: "report 2025-02-22 inferred yearly 2030", 256: "report 2026-02-26 by Jämställdhetsmyndigheten", 259: "report 2026-03-31 by Arbetsförmedlingen",
		260: "report 2025-03-31", 261: "report 2025-01-31", 262: "report 2026-03-31 by E-hälsomyndigheten", 263: "report 2026-03-31", 265: "report 2025-02-22",
		266: "report 2025-08-31", 267: "report 2025-03-31\nreport 2026-10-05", 268: "report 2025-06-13 by Skatteverket",
		269: "report 2025-03-31 by Arbetsmiljöverket\nreport 2026-03-31 by Arbetsmiljöverket\nreport 2027-03-31 by Arbetsmiljöverket",
		270: "report 2027-01-31 by Inspektionen för vård och omsorg", 271: "report 2027-01-31 by Inspektionen för vård och omsorg", 273: "report 2025-03-31",
		506: "requisition 2025-12-01 to Kammarkollegiet\nrepay 2026-03-31 to Kammarkollegiet\nreport 2026-03-31 on same time to Kammarkollegiet",
	}
	ctx, n := deadlineContext{Year: 2025, Agency: us}, 0
	for pass := range 2 { // the occasions stand after those who name them
		n = 0
		var found []Deadline
		for i, line := range strings.Split(string(data), "\n") {
			c, no := ctx, i+1
			if cells := strings.Split(line, "\t"); no > 245 && no < 274 {
				if c.Table = true; len(cells) < 3 {
					continue
				}
				line = cells[2]
			} else if no > 102 && no < 107 {
				line = "Prognoserna lämnas senast den " + strings.TrimPrefix(line, "- ")
			}
			got := deadlinesIn(line, no, c)
			n += dated(got)
			if no > 102 && no < 107 {
				found = append(found, got...)
			}
			if passed := datesPassed(line, c); len(passed) > 0 && pass == 1 && !c.Table && no < 860 { // below are the days of payments
				t.Errorf("line %d: passed over %v", no, passed)
			}
			if pass == 1 && allTold(got) != want[no] {
				t.Errorf("line %d\n got: %s\nwant: %s", no, allTold(got), want[no])
			}
		}
		ctx.Occasions = found
	}
	if n != 66 {
		t.Errorf("%d dates, want 66", n)
	}
}

// A file that is damaged, or made to, does not take the time of its square.
func TestDeadlinesIn_ofADamagedFileComesToAnEnd(t *testing.T) {
	for _, s := range []string{"den 1 mars 2031 ", "senast den 1 mars och ", "till Regeringskansliet (S ", "kap. 3 ", "ska samordna uppdraget ", "årligen ", "(av ", "löpande hålla "} {
		text := strings.Repeat(s, 20000)
		deadlinesIn(text, 1, context2031())
		recipients(text)
		partiesIn(text, us)
		isContinuous(text)
	}
}

func BenchmarkDeadlines(b *testing.B) {
	text := "Myndigheten ska, i samverkan med Boverket, ta fram rutiner för arbetet enligt lagen (2010:110) av den 4 mars. Försäkringskassan ska redovisa uppdraget till Regeringskansliet (Socialdepartementet och Arbetsmarknadsdepartementet) senast den 1 mars respektive den 1 oktober 2031."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		deadlinesIn(text, 1, context2031())
		partiesIn(text, us)
	}
}
