namespace KybPlatform.Policies;

/// <summary>What makes the evidence of a document stronger than a claim.</summary>
public static class DocumentEvidence
{
    /// <summary>The verification that reads documents, asked for where a policy wants what a document shows to be <c>extracted</c>.</summary>
    public const string ReadType = "document_content";

    /// <summary>Its check that passes where a machine read all that the document is said to show.</summary>
    public const string ReadCheck = "fields_read";

    /// <summary>The verification in which a person says what a document shows: its evidence is then <c>reviewed</c>.</summary>
    public const string ReviewType = "document_review";
}
