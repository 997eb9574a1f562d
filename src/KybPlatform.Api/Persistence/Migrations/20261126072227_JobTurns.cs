using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class JobTurns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_tenant_id_due_at",
                table: "jobs");

            migrationBuilder.AddColumn<int>(
                name: "weight",
                table: "tenants",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "turn_at",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "clock_timestamp()");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_tenant_id_turn_at",
                table: "jobs",
                columns: new[] { "tenant_id", "turn_at" },
                filter: "dead_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_tenant_id_turn_at",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "weight",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "turn_at",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_tenant_id_due_at",
                table: "jobs",
                columns: new[] { "tenant_id", "due_at" },
                filter: "dead_at IS NULL");
        }
    }
}
