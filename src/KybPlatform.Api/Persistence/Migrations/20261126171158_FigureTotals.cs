using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FigureTotals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // All that is changed here, and in the order in which commits of processes that go on serving lock it.
            migrationBuilder.Sql(SchemaLocks.Taking(
                "outbox", "business_profiles", "individual_profiles", "workflow_settings", "workflow_runs", "decisions", "cases", "case_attachments", "case_links", "decision_figures"));

            migrationBuilder.DropIndex(
                name: "ix_decision_figures_tenant_id_at",
                table: "decision_figures");

            migrationBuilder.AddColumn<int>(
                name: "keep_runs_days",
                table: "workflow_settings",
                type: "integer",
                nullable: true);

            // One value for the rows that are there, which rewrites none of them; each new row's own from then on.
            migrationBuilder.Sql("ALTER TABLE outbox ADD COLUMN recorded_at timestamp with time zone NOT NULL DEFAULT now(); ALTER TABLE outbox ALTER COLUMN recorded_at SET DEFAULT clock_timestamp();");

            migrationBuilder.AddColumn<bool>(
                name: "forgotten",
                table: "decision_figures",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "noted",
                table: "decision_figures",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "policy",
                table: "decision_figures",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "policy_version",
                table: "decision_figures",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "queue",
                table: "decision_figures",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reviewer",
                table: "decision_figures",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "decision_totals",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facet = table.Column<string>(type: "text", nullable: false),
                    span = table.Column<string>(type: "text", nullable: false),
                    starts = table.Column<DateOnly>(type: "date", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    sender_type = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    decisions = table.Column<long>(type: "bigint", nullable: false),
                    approved = table.Column<long>(type: "bigint", nullable: false),
                    declined = table.Column<long>(type: "bigint", nullable: false),
                    in_review = table.Column<long>(type: "bigint", nullable: false),
                    information_requested = table.Column<long>(type: "bigint", nullable: false),
                    by_person = table.Column<long>(type: "bigint", nullable: false),
                    straight_through = table.Column<long>(type: "bigint", nullable: false),
                    wall = table.Column<byte[]>(type: "bytea", nullable: false),
                    own = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_totals", x => new { x.tenant_id, x.facet, x.span, x.starts, x.country, x.sender_type, x.key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "figure_changes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sign = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_figure_changes", x => new { x.tenant_id, x.decision_id, x.sign });
                });

            migrationBuilder.CreateTable(
                name: "job_slots",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_slots", x => new { x.kind, x.slot });
                });

            migrationBuilder.CreateTable(
                name: "reason_totals",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    span = table.Column<string>(type: "text", nullable: false),
                    starts = table.Column<DateOnly>(type: "date", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    sender_type = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decisions = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reason_totals", x => new { x.tenant_id, x.span, x.starts, x.country, x.sender_type, x.outcome, x.reason });
                });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_runs_tenant_id_ended_at",
                table: "workflow_runs",
                columns: new[] { "tenant_id", "ended_at" },
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_decision_figures_tenant_id_at",
                table: "decision_figures",
                columns: new[] { "tenant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_figures_tenant_id",
                table: "decision_figures",
                column: "tenant_id",
                filter: "NOT noted");

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_decision_id",
                table: "cases",
                columns: new[] { "tenant_id", "decision_id" });

            migrationBuilder.AddForeignKey(
                name: "fk_case_attachments_cases_tenant_id_case_id",
                table: "case_attachments",
                columns: new[] { "tenant_id", "case_id" },
                principalTable: "cases",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_case_links_cases_tenant_id_case_id",
                table: "case_links",
                columns: new[] { "tenant_id", "case_id" },
                principalTable: "cases",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_cases_decisions_tenant_id_decision_id",
                table: "cases",
                columns: new[] { "tenant_id", "decision_id" },
                principalTable: "decisions",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_decision_figures_decisions_tenant_id_decision_id",
                table: "decision_figures",
                columns: new[] { "tenant_id", "decision_id" },
                principalTable: "decisions",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            // A case's profile is one of two tables: a column for each, so that each is a foreign key.
            migrationBuilder.Sql("""
                ALTER TABLE cases
                    ADD COLUMN business_profile_id uuid GENERATED ALWAYS AS (CASE WHEN applicant = 'business' THEN profile_id END) STORED,
                    ADD COLUMN individual_profile_id uuid GENERATED ALWAYS AS (CASE WHEN applicant = 'individual' THEN profile_id END) STORED,
                    ADD CONSTRAINT ck_cases_profile_is_of_its_kind CHECK (profile_id IS NULL OR applicant IS NOT NULL AND applicant IN ('business', 'individual')),
                    ADD CONSTRAINT fk_cases_business_profiles_tenant_id_business_profile_id FOREIGN KEY (tenant_id, business_profile_id) REFERENCES business_profiles (tenant_id, id),
                    ADD CONSTRAINT fk_cases_individual_profiles_tenant_id_individual_profile_id FOREIGN KEY (tenant_id, individual_profile_id) REFERENCES individual_profiles (tenant_id, id);
                """);

            // Whoever knows only some countries or sender types looks at the first cases of those (Cases/NextCase).
            migrationBuilder.Sql("""
                CREATE INDEX ix_cases_next_of_kind ON cases (tenant_id, coalesce(country, ''), coalesce(sender_type, ''), priority DESC, due_at, id) WHERE status = 'open' AND assignee IS NULL;
                CREATE INDEX ix_cases_next_of_queue_and_kind ON cases (tenant_id, queue_id, coalesce(country, ''), coalesce(sender_type, ''), priority DESC, due_at, id) WHERE status = 'open' AND assignee IS NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP INDEX ix_cases_next_of_kind;
                DROP INDEX ix_cases_next_of_queue_and_kind;
                ALTER TABLE cases DROP COLUMN business_profile_id, DROP COLUMN individual_profile_id, DROP CONSTRAINT ck_cases_profile_is_of_its_kind;
                """);

            migrationBuilder.DropForeignKey(
                name: "fk_case_attachments_cases_tenant_id_case_id",
                table: "case_attachments");

            migrationBuilder.DropForeignKey(
                name: "fk_case_links_cases_tenant_id_case_id",
                table: "case_links");

            migrationBuilder.DropForeignKey(
                name: "fk_cases_decisions_tenant_id_decision_id",
                table: "cases");

            migrationBuilder.DropForeignKey(
                name: "fk_decision_figures_decisions_tenant_id_decision_id",
                table: "decision_figures");

            migrationBuilder.DropTable(
                name: "decision_totals");

            migrationBuilder.DropTable(
                name: "figure_changes");

            migrationBuilder.DropTable(
                name: "job_slots");

            migrationBuilder.DropTable(
                name: "reason_totals");

            migrationBuilder.DropIndex(
                name: "ix_workflow_runs_tenant_id_ended_at",
                table: "workflow_runs");

            migrationBuilder.DropIndex(
                name: "ix_decision_figures_tenant_id_at",
                table: "decision_figures");

            migrationBuilder.DropIndex(
                name: "ix_decision_figures_tenant_id",
                table: "decision_figures");

            migrationBuilder.DropIndex(
                name: "ix_cases_tenant_id_decision_id",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "keep_runs_days",
                table: "workflow_settings");

            migrationBuilder.DropColumn(
                name: "recorded_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "forgotten",
                table: "decision_figures");

            migrationBuilder.DropColumn(
                name: "noted",
                table: "decision_figures");

            migrationBuilder.DropColumn(
                name: "policy",
                table: "decision_figures");

            migrationBuilder.DropColumn(
                name: "policy_version",
                table: "decision_figures");

            migrationBuilder.DropColumn(
                name: "queue",
                table: "decision_figures");

            migrationBuilder.DropColumn(
                name: "reviewer",
                table: "decision_figures");

            migrationBuilder.CreateIndex(
                name: "ix_decision_figures_tenant_id_at",
                table: "decision_figures",
                columns: new[] { "tenant_id", "at" })
                .Annotation("Npgsql:IndexInclude", new[] { "country", "sender_type", "outcome", "by_person", "straight_through", "wall_ms", "own_ms", "reasons" });
        }
    }
}
