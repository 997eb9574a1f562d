using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Cases.Contracts;

/// <summary>Names one case.</summary>
public readonly record struct CaseId(Guid Value) : IPublicId<CaseId>
{
    public static string Prefix => "cas";
    public static CaseId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one queue of cases.</summary>
public readonly record struct CaseQueueId(Guid Value) : IPublicId<CaseQueueId>
{
    public static string Prefix => "que";
    public static CaseQueueId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one template of cases.</summary>
public readonly record struct CaseTemplateId(Guid Value) : IPublicId<CaseTemplateId>
{
    public static string Prefix => "ctm";
    public static CaseTemplateId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one business calendar.</summary>
public readonly record struct CalendarId(Guid Value) : IPublicId<CalendarId>
{
    public static string Prefix => "cal";
    public static CalendarId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one note on a case.</summary>
public readonly record struct CaseNoteId(Guid Value) : IPublicId<CaseNoteId>
{
    public static string Prefix => "nte";
    public static CaseNoteId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
