package directive

import (
	"slices"
	"strings"
	"testing"
)

func TestRecipients(t *testing.T) {
	for text, want := range map[string]string{
		"Redovisning ska lämnas till Regeringskansliet (Socialdepartementet och Arbetsmarknadsdepartementet).":                                     ministry + "|" + ministryA,
		"Redovisning ska lämnas till Regeringskansliet (Socialdepartementet, Klimat- och näringslivsdepartementet samt Finansdepartementet) i år.": ministry + "|Regeringskansliet (Klimat- och näringslivsdepartementet)|Regeringskansliet (Finansdepartementet)",
		"Redovisas till Regeringskansliet (Socialdepartementet) med kopia till Boverket.":                                                          ministry + "|Boverket",
		"Redovisas till Regeringskansliet (Socialdepartementet) och Boverket.":                                                                     ministry + "|Boverket",
		"Redovisas till Regeringskansliet, Socialdepartementet, senast den 1 mars.":                                                                ministry,
		"Redovisas till Boverket, Skatteverket och till Skolverket.":                                                                               "Boverket|Skatteverket|Statens skolverk",
		"Redovisas till regeringen (Finansdepartementet).":                                                                                         "Regeringen (Finansdepartementet)",
		"Årligen till Tillväxtverket":                                               "Tillväxtverket",
		"Rapporten lämnas till Hamnverket.":                                         "Hamnverket",
		"Stödet vid övergången från Boverket till Skatteverket ska redovisas.":      "",
		"Hänvisning till Boverkets rapport ska lämnas.":                             "",
		"Myndigheten ska utbetala medel till Boverket och redovisa detta.":          "Boverket",
		"Myndigheten ska betala bidrag till Boverket och redovisa det.":             "",
		"Myndigheten ska ge råd till Boverket.":                                     "",
		"Perioden till och med 2033 ska redovisas.":                                 "",
		"Redovisas till Regeringskansliet (":                                        "Regeringskansliet",
		"Myndigheten ska redovisa hur myndighetens arbete bidrar till myndigheten.": "",
	} {
		if got := strings.Join(recipients(text), "|"); got != want {
			t.Errorf("recipients(%q)\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestPartiesIn(t *testing.T) {
	for _, c := range []struct{ text, with, coordinator string }{
		{"Försäkringskassan och Boverket ska utveckla sitt arbete.", "Boverket", ""},
		{"Vidare ska Försäkringskassan, Boverket och Statens skolverk ta fram rutiner.", "Boverket|Statens skolverk", ""},
		{"Försäkringskassan ska, tillsammans med Myndigheten för digital förvaltning, ta fram rutiner.", "Myndigheten för digital förvaltning", ""},
		{"Försäkringskassan ska inhämta synpunkter från SKR och från IVO.", "Sveriges Kommuner och Regioner", ""},
		{"Försäkringskassan ska hålla Forskningsrådet för hälsa, arbetsliv och välfärd informerat.", "Forskningsrådet för hälsa, arbetsliv och välfärd", ""},
		{"Försäkringskassan ska bistå Migrationsverket och Boverket i arbetet.", "Migrationsverket|Boverket", ""},
		{"Uppdrag till Försäkringskassan, Boverket, Migrationsverket Skatteverket och Hamnverket om stöd.", "Boverket|Migrationsverket|Skatteverket|Hamnverket", ""},
		{"Boverket ska bistå med underlag.", "Boverket", ""},
		{"Uppdraget ska genomföras i nära samverkan med Tandvårds- och läkemedelsförmånsverket (TLV).", "Tandvårds- och läkemedelsförmånsverket", ""},
		{"Socialstyrelsen", "Socialstyrelsen", ""},
		{"Ett avtal mellan staten och Sveriges Kommuner och Regioner (SKR) finns.", "Sveriges Kommuner och Regioner", ""},
		{"Försäkringskassan ska samordna uppdraget.", "", us},
		{"Försäkringskassan och Boverket ska bidra. Boverket ska samordna redovisningen.", "Boverket", "Boverket"},
		{"Myndigheten ska samordna arbetet.", "", us},
		{"Arbetet samordnas av Skatteverket.", "", "Skatteverket"},
		{"Försäkringskassan ansvarar för samordningen av uppdraget.", "", us},
		{"Försäkringskassan ska samordna vårdkontakter för den enskilde.", "", ""},
		// Spoken of, and no parties.
		{"Försäkringskassan ska redovisa Skatteverkets rekommendationer.", "", ""},
		{"Försäkringskassan ska redovisa hur många beslut från Försäkringskassan respektive Boverket som ändrats.", "", ""},
		{"Försäkringskassan ska använda Boverkets och Skatteverkets underlag.", "", ""},
		{"Försäkringskassan ska anmäla fall till Skatteverket.", "", ""},
		{"Anvisningar lämnas av Ekonomistyrningsverket.", "", ""},
		{"Myndigheten och myndigheterna ska samverka med andra myndigheter.", "", ""},
	} {
		with, coordinator := partiesIn(c.text, us)
		if got := strings.Join(with, "|"); got != c.with || coordinator != c.coordinator {
			t.Errorf("partiesIn(%q)\n got %s, coordinated by %q\nwant %s, %q", c.text, got, coordinator, c.with, c.coordinator)
		}
	}
}

// Every name of the list is found where it stands, also in the genitive, and gives the
// agency's full name.
func TestAgencies_areFoundByEachName(t *testing.T) {
	n := 0
	for _, names := range agencyNames {
		for _, a := range names {
			n++
			name := strings.Join(a.words, " ")
			ws := words("Arbetet ska redovisas till " + name + " senast den 1 maj.")
			if m, ok := agencyAt(ws, 4); !ok || m.name != a.canonical || m.genitive || m.to != 4+len(a.words) {
				t.Errorf("%s was read as %+v", name, m)
			}
			if strings.HasSuffix(name, "s") {
				continue // the genitive looks the same
			}
			if m, ok := agencyAt(words(name+"s arbete"), 0); !ok || m.name != a.canonical || !m.genitive {
				t.Errorf("%ss was read as %+v", name, m)
			}
		}
	}
	if n < 200 {
		t.Errorf("%d names", n)
	}
	if m, ok := agencyAt(words("SKR:s beslut"), 0); !ok || !m.genitive || m.name != "Sveriges Kommuner och Regioner" {
		t.Errorf("SKR:s was read as %+v", m)
	}
	for _, none := range []string{"Myndigheten ska", "myndigheten", "Regeringskansliet", "arbetsmiljöverket", "Socialdepartementet", "Inspektionen av"} {
		if m, ok := agencyAt(words(none), 0); ok {
			t.Errorf("%s was read as %+v", none, m)
		}
	}
}

func TestAgencies_theShortFormIsNotAPartyTwice(t *testing.T) {
	with, _ := partiesIn("Försäkringskassan och Inspektionen för vård och omsorg (IVO) ska samverka. IVO ska bidra.", us)
	if !slices.Equal(with, []string{"Inspektionen för vård och omsorg"}) {
		t.Errorf("parties %q", with)
	}
}
