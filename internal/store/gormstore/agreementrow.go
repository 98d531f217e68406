package gormstore

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// agreementRow is the heading of one version of an agreement.
type agreementRow struct {
	Key           int64 `gorm:"primaryKey;autoIncrement:false"`
	ID            string
	Version       int
	Title         string
	Kind          string
	Lifecycle     string
	ReceiverID    string
	EffectiveFrom string
	EffectiveTo   string
	ReviewBy      string
	RuleCount     int
	Hash          []byte
	Body          string
}

// TableName names the table for GORM.
func (*agreementRow) TableName() string { return "agreements" }

func newAgreementRow(key int64, a *agreement.Agreement, hash ruleset.Hash) (agreementRow, error) {
	head := ruleset.Heading(a)
	body, err := json.Marshal(&head)
	return agreementRow{
		Key: key, ID: string(a.ID), Version: a.Version, Title: plain(a.Title),
		Kind: plain(string(a.Kind)), Lifecycle: plain(string(a.Lifecycle)), ReceiverID: plain(string(a.Receiver)),
		EffectiveFrom: a.Effective.From.String(), EffectiveTo: a.Effective.To.String(),
		ReviewBy: a.ReviewBy.String(), RuleCount: len(a.Rules), Hash: hash[:], Body: string(body),
	}, err
}

// toDomain returns the heading with room for the rules.
func (r *agreementRow) toDomain() (a agreement.Agreement, err error) {
	if err := json.Unmarshal([]byte(r.Body), &a); err != nil {
		return a, fmt.Errorf("stored agreement: %w", err)
	}
	if r.RuleCount > 0 {
		a.Rules = make([]agreement.Rule, r.RuleCount)
	}
	return a, nil
}

// Roles of an item in a rule.
const (
	roleSource = "source"
	roleAward  = "award"
)

// ruleValues is one row of the table rules, in the order of ruleColumns.
func ruleValues(key int64, position int, r *agreement.Rule) ([]any, ruleset.Hash, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, ruleset.Hash{}, err
	}
	outcome := r.Outcome
	if outcome == "" {
		outcome = agreement.OutcomeAward
	}
	hash := sha256.Sum256(body)
	return []any{key, int64(position), plain(r.ID), plain(string(outcome)), hash[:], string(body)}, hash, nil
}

// ruleItems calls yield for each item that a rule names with its role; items
// come more than once.
func ruleItems(r *agreement.Rule, yield func(role, item string)) {
	for _, e := range []*agreement.Expr{r.When, r.HoldUntil} {
		if e == nil {
			continue
		}
		for leaf := range e.Leaves {
			if leaf.Item != "" {
				yield(roleSource, string(leaf.Item))
			}
		}
	}
	awardItems(r.Awards, yield)
}

func awardItems(list []agreement.Award, yield func(role, item string)) {
	for i := range list {
		if list[i].Item != "" {
			yield(roleAward, string(list[i].Item))
		}
		awardItems(list[i].OneOf, yield)
	}
}
