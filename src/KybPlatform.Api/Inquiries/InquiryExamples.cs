namespace KybPlatform.Api.Inquiries;

/// <summary>The main job in one call, as the document shows it. The company and its people are fictional.</summary>
internal static class InquiryExamples
{
    public const string Request = """
        {
          "country": "GB",
          "sender_type": "alphanumeric",
          "reference_id": "cust-4711",
          "submit": true,
          "use_case": {
            "purpose": "transactional",
            "description": "Delivery notices to customers who ordered.",
            "sample_messages": ["Your parcel arrives today between 10 and 12."],
            "sender_ids": ["ACME"]
          },
          "business": {
            "legal_name": "Acme Messaging Ltd",
            "type": "private_limited_company",
            "industry": "retail",
            "incorporated_on": "2009-05-01",
            "identifiers": [{ "scheme": "GB:CRN", "value": "01234567" }],
            "registered_address": { "line1": "1 Example Street", "city": "London", "postal_code": "EC1A 1AA", "country": "GB" },
            "website": "https://example.com",
            "people": [{
              "roles": ["authorized_representative", "owner"],
              "ownership_percent": 60,
              "given_name": "Jane",
              "family_name": "Example",
              "date_of_birth": "1980-02-03",
              "email": "jane@example.com",
              "phone": "+442079460018"
            }]
          }
        }
        """;

    public const string Answer = """
        {
          "id": "inq_01jd3k6mz0e1b9w4r7t2y5x8c3",
          "status": "needs_information",
          "country": "GB",
          "sender_type": "alphanumeric",
          "applicant": "business",
          "reference_id": "cust-4711",
          "business_profile_id": "biz_01jd3k6mz0e1b9w4r7t2y5x8c3",
          "policy": { "key": "gb.alphanumeric", "version": 2, "hash": "sha256:0000000000000000000000000000000000000000000000000000000000000000" },
          "use_case": { "purpose": "transactional", "sender_ids": ["ACME"] },
          "requirements": { "currently_due": [{ "path": "documents.proof_of_business", "reason": "document_missing", "awaiting": "applicant" }] },
          "decision": null,
          "sender_registration_id": null,
          "case_id": null,
          "retryable": null,
          "metadata": null,
          "tags": [],
          "information_until": "2027-02-18T09:30:00Z",
          "submitted_at": "2026-11-20T09:30:00Z",
          "decided_at": null,
          "expires_at": "2027-02-18T09:30:00Z",
          "created_at": "2026-11-20T09:30:00Z",
          "updated_at": "2026-11-20T09:30:00Z"
        }
        """;
}
