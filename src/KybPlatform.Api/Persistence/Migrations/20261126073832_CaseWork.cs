using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CaseWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "before",
                table: "sender_registrations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "first_by",
                table: "screening_matches",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "first_note",
                table: "screening_matches",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proposed",
                table: "screening_matches",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "proposed_at",
                table: "screening_matches",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proposed_by",
                table: "screening_matches",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "proposed_note",
                table: "screening_matches",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "applicant_ms",
                table: "inquiries",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "asked",
                table: "inquiries",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "asked_for",
                table: "inquiries",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_until",
                table: "inquiries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "first_submitted_at",
                table: "inquiries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_links",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_links", x => new { x.tenant_id, x.case_id, x.kind, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "decision_figures",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    sender_type = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    by_person = table.Column<bool>(type: "boolean", nullable: false),
                    straight_through = table.Column<bool>(type: "boolean", nullable: false),
                    wall_ms = table.Column<long>(type: "bigint", nullable: false),
                    own_ms = table.Column<long>(type: "bigint", nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_figures", x => new { x.tenant_id, x.decision_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_verifications_tenant_id_created_at",
                table: "verifications",
                columns: new[] { "tenant_id", "created_at" })
                .Annotation("Npgsql:IndexInclude", new[] { "provider", "type", "status", "completed_at" });

            // What one person called a true match is a first word from now on: another person has to say so, too.
            migrationBuilder.Sql("""
                ALTER TABLE screening_matches NO FORCE ROW LEVEL SECURITY;
                UPDATE screening_matches SET status = 'open', decided_by = NULL, decided_at = NULL, note = NULL, version = version + 1,
                    proposed = CASE WHEN decided_by LIKE 'usr\_%' THEN status END, proposed_by = CASE WHEN decided_by LIKE 'usr\_%' THEN decided_by END,
                    proposed_at = CASE WHEN decided_by LIKE 'usr\_%' THEN decided_at END, proposed_note = CASE WHEN decided_by LIKE 'usr\_%' THEN note END
                WHERE status = 'true_match';
                ALTER TABLE screening_matches FORCE ROW LEVEL SECURITY;
                """);

            migrationBuilder.AddCheckConstraint(
                name: "ck_screening_matches_two_persons",
                table: "screening_matches",
                sql: "status <> 'true_match' OR (first_by IS NOT NULL AND first_by <> decided_by AND first_by LIKE 'usr\\_%' AND decided_by LIKE 'usr\\_%')");

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_tenant_id_created_at",
                table: "inquiries",
                columns: new[] { "tenant_id", "created_at" })
                .Annotation("Npgsql:IndexInclude", new[] { "country", "sender_type", "status", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_created_at",
                table: "cases",
                columns: new[] { "tenant_id", "created_at" },
                filter: "status <> 'resolved'")
                .Annotation("Npgsql:IndexInclude", new[] { "country", "sender_type", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_resolved_at",
                table: "cases",
                columns: new[] { "tenant_id", "resolved_at" },
                filter: "status = 'resolved'")
                .Annotation("Npgsql:IndexInclude", new[] { "country", "sender_type", "target_seconds", "breached_at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_links_tenant_id_kind_hash",
                table: "case_links",
                columns: new[] { "tenant_id", "kind", "hash" });

            migrationBuilder.CreateIndex(
                name: "ix_case_links_tenant_id_profile_id",
                table: "case_links",
                columns: new[] { "tenant_id", "profile_id" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_figures_tenant_id_at",
                table: "decision_figures",
                columns: new[] { "tenant_id", "at" })
                .Annotation("Npgsql:IndexInclude", new[] { "country", "sender_type", "outcome", "by_person", "straight_through", "wall_ms", "own_ms", "reasons" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_links");

            migrationBuilder.DropTable(
                name: "decision_figures");

            migrationBuilder.DropIndex(
                name: "ix_verifications_tenant_id_created_at",
                table: "verifications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_screening_matches_two_persons",
                table: "screening_matches");

            migrationBuilder.DropIndex(
                name: "ix_inquiries_tenant_id_created_at",
                table: "inquiries");

            migrationBuilder.DropIndex(
                name: "ix_cases_tenant_id_created_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_tenant_id_resolved_at",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "before",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "first_by",
                table: "screening_matches");

            migrationBuilder.DropColumn(
                name: "first_note",
                table: "screening_matches");

            migrationBuilder.DropColumn(
                name: "proposed",
                table: "screening_matches");

            migrationBuilder.DropColumn(
                name: "proposed_at",
                table: "screening_matches");

            migrationBuilder.DropColumn(
                name: "proposed_by",
                table: "screening_matches");

            migrationBuilder.DropColumn(
                name: "proposed_note",
                table: "screening_matches");

            migrationBuilder.DropColumn(
                name: "applicant_ms",
                table: "inquiries");

            migrationBuilder.DropColumn(
                name: "asked",
                table: "inquiries");

            migrationBuilder.DropColumn(
                name: "asked_for",
                table: "inquiries");

            migrationBuilder.DropColumn(
                name: "asked_until",
                table: "inquiries");

            migrationBuilder.DropColumn(
                name: "first_submitted_at",
                table: "inquiries");
        }
    }
}
