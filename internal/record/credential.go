package record

// The attributes of an attainment that a credential shows. Conditions ask for
// them by these names; docs/reference/credentials.md says what each may hold.
const (
	CredentialID            = "credential.id"
	CredentialIssuer        = "credential.issuer"
	CredentialSignature     = "credential.signature"
	CredentialIssuerBound   = "credential.issuerBound"
	CredentialIssuerTrusted = "credential.issuerTrusted"
	CredentialIssuerTier    = "credential.issuerTier"
	CredentialTime          = "credential.time"
	CredentialStatus        = "credential.status"
	CredentialSchema        = "credential.schema"
	CredentialRecipient     = "credential.recipient"
	CredentialVerified      = "credential.verified"
	CredentialFrom          = "credential.validFrom"

	CredentialAchievement = "credential.achievement"
	CredentialType        = "credential.achievementType"
	CredentialAssessment  = "credential.assessment"
	CredentialRubric      = "credential.rubric"
	CredentialAssessor    = "credential.assessor"
	CredentialEvidence    = "credential.evidence"
	CredentialResult      = "credential.result"
	CredentialLevel       = "credential.level"
	CredentialExpiry      = "credential.expiry"
	CredentialGovernance  = "credential.governance"
	CredentialEndorsement = "credential.endorsement"
	CredentialEndorsedBy  = "credential.endorsedBy"
	CredentialTrust       = "credential.trust"
	CredentialSignals     = "credential.signals"
	// CredentialCredits are credits that it states without a unit: they are not
	// taken over.
	CredentialCredits = "credential.creditsWithoutUnit"
)
