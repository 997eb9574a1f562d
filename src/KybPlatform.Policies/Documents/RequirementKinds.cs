namespace KybPlatform.Policies.Documents;

/// <summary>A fact must be given, and lie within the stated bounds. With several paths one is enough.</summary>
public sealed record FieldRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Field;
    public required IReadOnlyList<string> Paths { get; init; }
    public bool AllowNone { get; init; }
    public IReadOnlyList<object> Allowed { get; init; } = [];
    public string? Pattern { get; init; }
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public int? MinItems { get; init; }
    public int? MaxItems { get; init; }
    public double? Minimum { get; init; }
    public double? Maximum { get; init; }
}

/// <summary>One identifier of the named schemes must be given and pass the named checks. <see cref="Of"/> null means the applicant's.</summary>
public sealed record IdentifierRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Identifier;
    public required IReadOnlyList<string> Schemes { get; init; }
    public string? Of { get; init; }
    public IReadOnlyList<string> Checks { get; init; } = ["format", "checksum"];
    public int? MaxAgeDays { get; init; }
}

/// <summary>One document of the named types must be given, under this requirement's key.</summary>
public sealed record DocumentRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Document;
    public required IReadOnlyList<DocumentAlternative> AnyOf { get; init; }
    public IReadOnlyList<string> Checks { get; init; } = ["type_sniffed", "not_expired"];
}

/// <summary>A document type that is accepted, and what it must show.</summary>
public sealed record DocumentAlternative(string Type, int? MaxAgeDays, IReadOnlyList<string> Fields, EvidenceLevel Evidence, bool Expires);

/// <summary>So many persons in a role, each with the named fields. A person whose roles are unknown counts as nobody, and is checked as everybody.</summary>
public sealed record PersonRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Person;
    public required string Role { get; init; }
    public int Min { get; init; } = 1;
    public int? Max { get; init; }
    public IReadOnlyList<string> Fields { get; init; } = [];
    public int? MinAge { get; init; }
}

/// <summary>Everybody who holds at least the threshold, directly or through other businesses, must be named. Default threshold: 25 percent.</summary>
public sealed record OwnershipRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Ownership;
    public decimal ThresholdPercent { get; init; } = 25;
    public bool UnknownAllowed { get; init; }

    /// <summary>Whose own owners are not asked for: <c>listed</c>, <c>government</c>.</summary>
    public IReadOnlyList<string> Exempt { get; init; } = [];

    /// <summary>Who controls without a share: everybody in one of these roles is named, too. Of a trust they stand for all of it.</summary>
    public IReadOnlyList<string> ControlRoles { get; init; } = [];

    public IReadOnlyList<string> Fields { get; init; } = ["given_name", "family_name"];
}

/// <summary>An address must be given in full and lie where the policy wants it.</summary>
public sealed record AddressRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Address;
    public required IReadOnlyList<string> Paths { get; init; }
    public AddressScope Scope { get; init; }
    public AddressArea? Area { get; init; }
    public IReadOnlyList<string> Countries { get; init; } = [];
    public bool PoBox { get; init; }
    public IReadOnlyList<string> Fields { get; init; } = ["line1", "city", "country"];
}

/// <summary>An area by region code, city or leading part of the postal code; one of them is enough.</summary>
public sealed record AddressArea(IReadOnlyList<string> Regions, IReadOnlyList<string> Cities, IReadOnlyList<string> PostalPrefixes);

/// <summary>A check of each subject by a provider must have passed, recently enough and on complete lists.</summary>
public sealed record VerificationRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Verification;
    public required string Type { get; init; }
    public IReadOnlyList<string> Subjects { get; init; } = ["applicant"];
    public IReadOnlyList<string> Checks { get; init; } = [];
    public IReadOnlyList<string> Lists { get; init; } = [];
    public int? MaxListAgeDays { get; init; }

    /// <summary>From which score on a listed party is a match; null for what the tenant set.</summary>
    public double? Threshold { get; init; }
    public int? MaxAgeDays { get; init; }
}

/// <summary>Facts from different places must agree.</summary>
public sealed record ConsistencyRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Consistency;
    public required string Expr { get; init; }
}

/// <summary>The applicant must have declared the text.</summary>
public sealed record AttestationRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Attestation;
    public required string Text { get; init; }
    public int? MaxAgeDays { get; init; }
}

/// <summary>Something must be in place first: an expression that holds, or an active registration under another policy.</summary>
public sealed record PrerequisiteRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Prerequisite;
    public string? Expr { get; init; }
    public string? Policy { get; init; }
}

/// <summary>What is permitted; anything else is declined.</summary>
public sealed record RestrictionRequirement : Requirement
{
    public override RequirementKind Kind => RequirementKind.Restriction;
    public required string Expr { get; init; }
    public string? Text { get; init; }
}
