namespace KybPlatform.Identifiers;

/// <summary>Whom a number names. <see cref="Both"/> where one series serves companies and people and the value does not tell.</summary>
public enum IdentifierKind
{
    Company,
    Person,
    Both,
}

/// <summary>How well the shape and check rule of a scheme are founded.</summary>
public enum IdentifierCertainty
{
    /// <summary>The rule is described in public by the issuing authority or by a careful secondary source.</summary>
    Reported,

    /// <summary>The shape follows published examples or common knowledge: it may be too loose or too tight, so a failed format is a reason to ask, never to decline.</summary>
    Inferred,
}
