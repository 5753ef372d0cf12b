package indicator

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed figures.txt
var figuresText string

// Sort is what a figure counts.
type Sort string

// The sorts of figure; see the package comment.
const (
	Stock    Sort = "stock"
	Decided  Sort = "decided"
	Referred Sort = "referred"
	Returned Sort = "returned"
)

// Figure is one stored definition.
type Figure struct {
	ID     string
	Sort   Sort
	Of     string // the figure it is a share of; "" if none
	Sv, En string
	Where  string // the condition, in words
	Source string
}

// figures are the stored definitions, in the order of the file.
var figures = func() []Figure {
	f, err := parseFigures(figuresText)
	if err != nil {
		panic("indicator: figures.txt: " + err.Error()) // part of the program; a test reads it
	}
	return f
}()

// Figures lists the stored definitions.
func Figures() []Figure { return append([]Figure(nil), figures...) }

// FigureByID returns the definition with the id.
func FigureByID(id string) (Figure, bool) {
	for _, f := range figures {
		if f.ID == id {
			return f, true
		}
	}
	return Figure{}, false
}

func parseFigures(text string) ([]Figure, error) {
	var all []Figure
	seen := map[string]bool{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok || value == "" {
			return nil, fmt.Errorf("line %d: write name: value", n+1)
		}
		if name == "figure" {
			if seen[value] {
				return nil, fmt.Errorf("line %d: figure %s is defined twice", n+1, value)
			}
			seen[value] = true
			all = append(all, Figure{ID: value})
			continue
		}
		if len(all) == 0 {
			return nil, fmt.Errorf("line %d: %s stands before any figure", n+1, name)
		}
		if err := all[len(all)-1].set(name, value); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	if len(all) > maxFigures {
		return nil, fmt.Errorf("%d figures; the scan carries %d", len(all), maxFigures)
	}
	for _, f := range all {
		if f.Sort == "" || f.Sv == "" || f.En == "" || f.Where == "" || f.Source == "" {
			return nil, fmt.Errorf("figure %s lacks a part of its definition", f.ID)
		}
		if f.Of != "" && !seen[f.Of] {
			return nil, fmt.Errorf("figure %s is a share of %s, which does not exist", f.ID, f.Of)
		}
	}
	return all, nil
}

func (f *Figure) set(name, value string) error {
	switch name {
	case "sort":
		f.Sort = Sort(value)
		if f.Sort != Stock && f.Sort != Decided && f.Sort != Referred && f.Sort != Returned {
			return fmt.Errorf("sort %q is unknown", value)
		}
	case "of":
		f.Of = value
	case "sv":
		f.Sv = value
	case "en":
		f.En = value
	case "where":
		f.Where = value
	case "source":
		f.Source = value
	default:
		return fmt.Errorf("%q is no part of a figure", name)
	}
	return nil
}
