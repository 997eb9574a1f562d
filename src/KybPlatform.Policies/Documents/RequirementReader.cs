namespace KybPlatform.Policies.Documents;

/// <summary>Reads one requirement by its kind.</summary>
internal static class RequirementReader
{
    public static Requirement? Read(ObjectReader r, string key)
    {
        var kind = r.Choice<RequirementKind>("kind", required: true);
        if (kind is null) return null;
        var requirement = ReadKind(r, key, kind.Value);
        var sources = SourceReader.Read(r);
        requirement = requirement with
        {
            Title = r.Text("title"),
            Help = r.Text("help"),
            When = r.Text("when"),
            OnMissing = r.Choice("on_missing", except: Outcome.Approve),
            OnFailed = r.Choice("on_failed", except: Outcome.Approve),
            OnUnknown = r.Choice("on_unknown", except: Outcome.Approve),
            WhenUnavailable = r.Choice<WhenUnavailable>("when_unavailable") ?? WhenUnavailable.Review,
            Reason = RuleReader.ReasonOf(r, required: false),
            Retryable = r.Bool("retryable") ?? true,
            Remediation = r.Text("remediation"),
            Sources = sources,
            Certainty = SourceReader.CertaintyOf(r, sources),
        };
        r.Close();
        return requirement;
    }

    private static Requirement ReadKind(ObjectReader r, string key, RequirementKind kind) => kind switch
    {
        RequirementKind.Field => new FieldRequirement
        {
            Key = key,
            Paths = Paths(r),
            AllowNone = r.Bool("allow_none") ?? false,
            Allowed = r.Values("allowed"),
            Pattern = Pattern(r),
            MinLength = r.Whole("min_length"),
            MaxLength = r.Whole("max_length"),
            MinItems = r.Whole("min_items"),
            MaxItems = r.Whole("max_items"),
            Minimum = r.Number("minimum"),
            Maximum = r.Number("maximum"),
        },
        RequirementKind.Identifier => new IdentifierRequirement
        {
            Key = key,
            Schemes = NotEmpty(r, "any_of"),
            Of = r.OneOf("of", ["business", "individual"]),
            Checks = Known(r, "checks", ["format", "checksum", "register_active", "name_match"]) ?? ["format", "checksum"],
            MaxAgeDays = r.Whole("max_age_days", 1),
        },
        RequirementKind.Document => new DocumentRequirement
        {
            Key = key,
            AnyOf = Alternatives(r),
            Checks = Known(r, "checks", ["type_sniffed", "not_expired", "fields_match"]) ?? ["type_sniffed", "not_expired"],
        },
        RequirementKind.Person => Person(r, key),
        RequirementKind.Ownership => new OwnershipRequirement
        {
            Key = key,
            ThresholdPercent = (decimal)(r.Number("threshold_percent", 0.0001, 100) ?? 25),
            UnknownAllowed = r.Bool("unknown_allowed") ?? false,
            Exempt = Known(r, "exempt", OwnershipExemptions.All) ?? [],
            ControlRoles = Known(r, "control_roles", ["director", "officer", "trustee", "partner", "authorized_representative"]) ?? [],
            Fields = r.Has("fields") ? r.Texts("fields") : Declared(r, "fields", ["given_name", "family_name"]),
        },
        RequirementKind.Address => Address(r, key),
        RequirementKind.Verification => new VerificationRequirement
        {
            Key = key,
            Type = r.Text("type", required: true) ?? "",
            Subjects = r.Has("subjects") ? NotEmpty(r, "subjects") : Declared(r, "subjects", ["applicant"]),
            Checks = r.Texts("checks"),
            Lists = r.Texts("lists"),
            MaxListAgeDays = r.Whole("max_list_age_days", 1),
            Threshold = r.Number("threshold", 0.6, 0.95),
            MaxAgeDays = r.Whole("max_age_days", 1),
        },
        RequirementKind.Consistency => new ConsistencyRequirement { Key = key, Expr = r.Text("expr", required: true) ?? "false" },
        RequirementKind.Attestation => new AttestationRequirement { Key = key, Text = r.Text("text", required: true) ?? "", MaxAgeDays = r.Whole("max_age_days", 1) },
        RequirementKind.Prerequisite => Prerequisite(r, key),
        RequirementKind.Restriction => new RestrictionRequirement { Key = key, Expr = r.Text("expr", required: true) ?? "false", Text = r.Text("text") },
    };

    private static PersonRequirement Person(ObjectReader r, string key)
    {
        var person = new PersonRequirement
        {
            Key = key,
            Role = r.Text("role", required: true) ?? "",
            Min = r.Whole("min") ?? 1,
            Max = r.Whole("max", 1),
            Fields = r.Texts("fields"),
            MinAge = r.Whole("min_age"),
        };
        if (person.Max < person.Min) r.Refuse("max", "bounds_crossed", "max lies below min.");
        return person;
    }

    private static AddressRequirement Address(ObjectReader r, string key)
    {
        var area = r.Object("area");
        var address = new AddressRequirement
        {
            Key = key,
            Paths = Paths(r),
            Scope = r.Choice<AddressScope>("scope") ?? AddressScope.Any,
            Countries = r.Texts("countries"),
            PoBox = r.Bool("po_box") ?? false,
            Fields = r.Has("fields") ? r.Texts("fields") : Declared(r, "fields", ["line1", "city", "country"]),
            Area = area is null ? null : new AddressArea(area.Texts("regions"), area.Texts("cities"), area.Texts("postal_prefixes")),
        };
        area?.Close();
        return address;
    }

    private static PrerequisiteRequirement Prerequisite(ObjectReader r, string key)
    {
        var prerequisite = new PrerequisiteRequirement { Key = key, Expr = r.Text("expr"), Policy = PolicyReader.PolicyKey(r, "policy", r.Text("policy")) };
        if (prerequisite.Expr is null == prerequisite.Policy is null) r.Refuse("", "one_of_two_keys", "Exactly one of 'expr' and 'policy' is required.");
        return prerequisite;
    }

    private static List<DocumentAlternative> Alternatives(ObjectReader r)
    {
        var result = new List<DocumentAlternative>();
        foreach (var a in r.Objects("any_of", required: true))
        {
            result.Add(new DocumentAlternative(
                a.Text("type", required: true) ?? "", a.Whole("max_age_days", 1), a.Texts("fields"),
                a.Choice<EvidenceLevel>("evidence") ?? EvidenceLevel.Claimed, a.Bool("expires") ?? false));
            a.Close();
        }

        return result;
    }

    private static List<string> Paths(ObjectReader r)
    {
        var path = r.Text("path");
        var anyOf = r.Texts("any_of");
        if (path is null == (anyOf.Count == 0)) r.Refuse("", "one_of_two_keys", "Exactly one of 'path' and 'any_of' is required.");
        return path is null ? [.. anyOf] : [path];
    }

    private static IReadOnlyList<string> NotEmpty(ObjectReader r, string name)
    {
        var texts = r.Texts(name, required: true);
        if (texts.Count == 0 && r.Has(name)) r.Refuse(name, "empty_list", "Must name at least one.");
        return texts;
    }

    private static IReadOnlyList<string>? Known(ObjectReader r, string name, string[] known)
    {
        var given = r.Has(name);
        var texts = r.Texts(name);
        foreach (var text in texts.Except(known))
            r.Refuse(name, "unknown_value", $"'{text}' is none of {string.Join(", ", known)}.", NearestName.Of(text, known));
        return given ? texts : null;
    }

    /// <summary>Marks the member as known and gives the default.</summary>
    private static string[] Declared(ObjectReader r, string name, string[] otherwise)
    {
        r.Node(name);
        return otherwise;
    }

    private static string? Pattern(ObjectReader r)
    {
        var pattern = r.Text("pattern", maxLength: 500);
        if (pattern is null || LinearPattern.TryCompile(pattern) is not null) return pattern;
        r.Refuse("pattern", "malformed_pattern", "Not a regular expression that can be matched in linear time.");
        return null;
    }
}
