package directive

import "strings"

// reported are verbs in the present passive by which a letter asks for a report without
// "ska": "Uppdraget redovisas den 15 september 2025".
var reported = map[string]bool{"redovisas": true, "delredovisas": true, "slutredovisas": true, "rapporteras": true, "delrapporteras": true, "slutrapporteras": true,
	"återrapporteras": true, "avrapporteras": true}

// handedOver ask for one only where a report is named before them: "En rapport lämnas".
var handedOver = map[string]bool{"lämnas": true, "överlämnas": true, "skickas": true, "sänds": true, "insänds": true, "inges": true, "ges": true, "presenteras": true,
	"publiceras": true, "sker": true, "återbetalas": true, "rekvireras": true, "inkommer": true}

// asks tells whether the sentence says that something shall be done at a moment: with
// "ska", or in the present passive. Without "ska" a time that is no date counts only for
// the assignment itself: what "redovisas i årsredovisningen" may only be told of.
func (c *clause) asks(m *moment) bool {
	if c.obliges() {
		return true
	}
	for j, w := range c.ws {
		if j >= m.from {
			break
		}
		isNamed := handedOver[w.low] && has(c.ws, 0, j+1, func(low string) bool { return reportNouns[low] != "" })
		if (reported[w.low] || isNamed) && !isRelated(c.ws, j) && (m.shape <= aMonth || has(c.ws, 0, j, isWholeObject)) {
			return true
		}
	}
	return false
}

// wholeObjects are the assignment itself, or a report of it.
var wholeObjects = map[string]bool{"uppdraget": true, "uppdragen": true, "deluppdraget": true, "detta": true, "lägesbeskrivning": true, "lägesbeskrivningen": true}

func isWholeObject(low string) bool { return wholeObjects[low] || reportNouns[low] != "" }

// objects are what is reported on a day: "ska redovisa arbetet den 1 juni".
var objects = map[string]bool{"arbetet": true, "resultatet": true, "resultaten": true, "utvecklingen": true, "insatserna": true, "åtgärderna": true, "medlen": true,
	"planen": true, "underlag": true, "underlaget": true}

var articles = map[string]bool{"en": true, "ett": true, "hela": true, "denna": true, "skriftlig": true, "ekonomisk": true, "samlad": true, "gemensam": true, "slutlig": true}

// followsObject tells whether a verb of reporting and its object stand before a moment.
// The state on a day ("redovisa ställningen den 30 juni") is no object that is due then;
// nor is what happened in a month ("redovisa utvecklingen i maj").
func (c *clause) followsObject(m *moment, k int) bool {
	ws := c.ws
	if m.shape == aYear || !isWholeObject(ws[k].low) && (!objects[ws[k].low] || ws[m.from-1].low == "i" || ws[m.from-1].low == "under") {
		return false
	}
	j := k - 1
	for j > 0 && j > k-4 && articles[ws[j].low] {
		j--
	}
	return j >= 0 && (isDueVerb(ws, j) || strings.HasPrefix(ws[j].low, "återbetala")) && !has(ws, j, k, func(low string) bool { return low == "som" }) &&
		ws[j].after == "" && ws[k].after != "." && c.asks(m) && !isRelated(ws, j)
}

// listOpeners stand before the colon of a list of days.
var listOpeners = map[string]bool{"tillfällen": true, "tillfälle": true, "tidpunkter": true, "tidpunkt": true, "datum": true, "dagar": true, "dag": true, "tider": true,
	"prognostillfällen": true, "följande": true}

// isFirstTime tells whether a moment is the first of a series: "första gången den 15
// april", "med början den 15 april".
func isFirstTime(ws []word, k int) bool {
	switch {
	case ws[k].low == "gången" || ws[k].low == "gång":
		return k > 0 && (ws[k-1].low == "första" || ws[k-1].low == "nästa" || ws[k-1].low == "sista")
	case ws[k].low == "start":
		return k > 0 && ws[k-1].low == "med"
	case ws[k].low == "med":
		return k+1 < len(ws) && ws[k+1].low == "början"
	}
	return false
}
