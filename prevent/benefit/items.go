package benefit

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// Item is an appropriation item of the letter for 2025.
type Item struct {
	Code       string // such as "UO12 1:8 ap.2"
	NameSv     string // as in the letter
	Law        string // for people to read, in Swedish
	PaidTo     string // for people to read
	Tax        Tax    // NotTaxable: the item is no benefit to a person
	DisposedBy string // who disposes of the item when it is not Försäkringskassan; else empty
}

//go:embed items.csv
var itemFile string

var items = mustReadItems(itemFile)

// Items is every item of the letter for 2025, in its order.
func Items() []Item { return slices.Clone(items) }

func mustReadItems(text string) []Item {
	items, err := readItems(text)
	if err != nil {
		panic(err)
	}
	return items
}

func readItems(text string) ([]Item, error) {
	const header = "item,name_sv,law,paid_to,tax,disposed_by"
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("benefit: items.csv: %w", err)
	}
	if len(records) == 0 || strings.Join(records[0], ",") != header {
		return nil, fmt.Errorf("benefit: items.csv:1: the columns are to be %s", header)
	}
	var all []Item
	seen := map[string]bool{}
	for i, r := range records[1:] {
		it := Item{Code: r[0], NameSv: r[1], Law: r[2], PaidTo: r[3], Tax: Tax(r[4]), DisposedBy: r[5]}
		switch {
		case it.Code == "" || seen[it.Code]:
			return nil, fmt.Errorf("benefit: items.csv:%d: %q is not a new item", i+2, it.Code)
		case it.NameSv == "" || it.Law == "" || it.PaidTo == "":
			return nil, fmt.Errorf("benefit: items.csv:%d: the name, the law or who is paid is missing", i+2)
		case !slices.Contains([]Tax{Taxed, TaxFree, PartlyTax, NotTaxable}, it.Tax):
			return nil, fmt.Errorf("benefit: items.csv:%d: tax %q is not yes, no, partly or none", i+2, it.Tax)
		}
		seen[it.Code] = true
		all = append(all, it)
	}
	return all, nil
}
