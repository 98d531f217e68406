package yamltext

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

func (d *Decoder) scalar(n *yaml.Node, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if text, ok := d.text(n); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
			d.Problem(n, "wrong_type", "true or false is expected, not "+kindWord(n), "")
			return
		}
		v.SetBool(strings.EqualFold(n.Value, "true"))
	case reflect.Int:
		i, err := strconv.ParseInt(n.Value, 10, 32)
		if n.Kind != yaml.ScalarNode || n.Tag != "!!int" || err != nil {
			d.Problem(n, "wrong_type", "a whole number is expected, not "+kindWord(n), "")
			return
		}
		v.SetInt(i)
	default:
		panic("yamltext: no decoding for " + v.Type().String())
	}
}

// text is a scalar's text, whatever it would mean elsewhere: a code "101" or a
// country NO written without quotes stays what was written.
func (d *Decoder) text(n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.Problem(n, "wrong_type", "a text is expected, not "+kindWord(n), "")
		return "", false
	}
	for _, r := range n.Value {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			d.Problem(n, "control_character", fmt.Sprintf("the text holds the control character U+%04X", r), "remove it")
			return "", false
		}
	}
	return n.Value, true
}

func kindWord(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	}
	if r := []rune(n.Value); len(r) > 40 {
		return strconv.Quote(string(r[:40]) + "…")
	}
	return strconv.Quote(n.Value)
}
