using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Backtests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "evidence",
                table: "decisions",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "open_evidence",
                table: "decisions",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "backtests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    is_shadow = table.Column<bool>(type: "boolean", nullable: false),
                    candidates = table.Column<string>(type: "jsonb", nullable: false),
                    hashes = table.Column<string[]>(type: "text[]", nullable: false),
                    country = table.Column<string>(type: "text", nullable: true),
                    sender_type = table.Column<string>(type: "text", nullable: true),
                    made_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    made_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sample = table.Column<int>(type: "integer", nullable: true),
                    upto = table.Column<Guid>(type: "uuid", nullable: false),
                    draw = table.Column<byte[]>(type: "bytea", nullable: true),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    cursor = table.Column<Guid>(type: "uuid", nullable: false),
                    tally = table.Column<string>(type: "text", nullable: true),
                    report = table.Column<string>(type: "text", nullable: true),
                    report_hash = table.Column<string>(type: "text", nullable: true),
                    flips = table.Column<long>(type: "bigint", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backtests", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_tenant_id_profile_id",
                table: "decisions",
                columns: new[] { "tenant_id", "profile_id" });

            migrationBuilder.CreateIndex(
                name: "ix_backtests_tenant_id_state",
                table: "backtests",
                columns: new[] { "tenant_id", "state" },
                filter: "state = 'running'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backtests");

            migrationBuilder.DropIndex(
                name: "ix_decisions_tenant_id_profile_id",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "evidence",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "open_evidence",
                table: "decisions");
        }
    }
}
